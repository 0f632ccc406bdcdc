import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { meshSchema, type ConfigSchema, type Setting } from '@ballast/config';
import { telemetrySchema } from '@ballast/telemetry';
import type { Program } from './code.ts';

/** @param folder its sources, from the root of the repository */
export async function loadProgram(root: string, name: string, folder: string): Promise<Program> {
  const path = join(root, folder, 'config.ts');
  const { configSchema } = (await import(pathToFileURL(path).href)) as {
    configSchema: ConfigSchema;
  };
  const source = await readFile(path, 'utf8');
  return {
    name,
    settings: {
      ...configSchema,
      ...(source.includes('telemetrySchema') && telemetrySchema),
      ...(source.includes('meshSchema') && meshSchema),
    },
    grpcServices: await findServices(join(root, 'protos/ballast', name, 'v1', `${name}.proto`)),
    httpPaths: await findHealthPaths(join(root, folder)),
    calls: findCalls(configSchema),
    databaseVariable: Object.values(configSchema).find(isDatabase)?.variable,
  };
}

/** `ballast.orders.v1.OrdersService`, from the contract. */
async function findServices(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const proto = await readFile(path, 'utf8');
  const packageName = /^package ([\w.]+);/m.exec(proto)?.[1] ?? '';
  return [...proto.matchAll(/^service (\w+)/gm)].map(([, service]) => `${packageName}.${service}`);
}

/** Kubernetes' own convention for health, where a route of the sources has it. */
async function findHealthPaths(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  const sources = entries.filter((entry) => entry.endsWith('.ts') && !entry.endsWith('.test.ts'));
  const texts = await Promise.all(sources.map((each) => readFile(join(folder, each), 'utf8')));
  return ['/livez', '/readyz'].filter((path) => texts.some((text) => text.includes(`'${path}'`)));
}

/** A variable called `ORDERS_TARGET` is a call to orders: INTERFACE of every service. */
function findCalls(schema: ConfigSchema): Program['calls'] {
  return Object.values(schema).flatMap(({ variable }) => {
    const [, callee] = /^([A-Z]+)_TARGET$/.exec(variable) ?? [];
    return callee === undefined ? [] : [{ callee: callee.toLowerCase(), variable }];
  });
}

const isDatabase = ({ rule }: Setting<unknown>): boolean => rule.includes('postgres://');
