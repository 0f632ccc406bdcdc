import { createSetting, type Setting, type SettingOptions } from '@ballast/config';

/** gRPC targets by service. */
export type Targets = Readonly<Record<string, string>>;

const entry = /^([a-z][a-z0-9-]*)=([a-z-]+:\/\/.+)$/;

/**
 * `orders=file:///…,inventory=kubernetes:///…`. A comma within a target (`static:///a:1,b:2`) stays with
 * it: only what begins like an entry is the next one.
 */
export function targets(options: SettingOptions<Targets>): Setting<Targets> {
  return createSetting(options, {
    rule: 'like orders=static:///127.0.0.1:50051,inventory=dns:///inventory:50052',
    parse: parseTargets,
    format: (value) =>
      Object.entries(value)
        .map(([service, target]) => `${service}=${target}`)
        .join(','),
  });
}

function parseTargets(text: string): Targets | undefined {
  const parsed: Record<string, string> = {};
  if (text.trim() === '') return parsed;
  for (const part of text.split(/,(?=[a-z][a-z0-9-]*=)/)) {
    const [, service, target] = entry.exec(part.trim()) ?? [];
    if (service === undefined || target === undefined || service in parsed) return undefined;
    parsed[service] = target;
  }
  return parsed;
}
