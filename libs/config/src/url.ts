import { createSetting } from './setting.ts';
import type { Setting, SettingOptions } from './setting.ts';

export interface UrlOptions extends SettingOptions<string> {
  /** Allowed schemes without the colon, for example `['postgres', 'postgresql']`. Default: any. */
  readonly protocols?: readonly string[];
}

/**
 * An absolute URL; the value is the text as it was given. A password in it never reaches an error
 * message.
 */
export function url(options: UrlOptions): Setting<string> {
  const { protocols } = options;
  return createSetting(options, {
    rule:
      protocols === undefined
        ? 'an absolute URL'
        : `a URL that starts with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
    parse: (value) => (isUrl(value, protocols) ? value : undefined),
    format: hidePassword,
    redact: hidePassword,
  });
}

function isUrl(value: string, protocols: readonly string[] | undefined): boolean {
  if (!URL.canParse(value)) return false;
  if (protocols === undefined) return true;
  return protocols.some((protocol) => value.toLowerCase().startsWith(`${protocol}://`));
}

/**
 * Works on the text, since the URLs that most need it are those that do not parse: from the first
 * colon after the scheme's to the last at-sign.
 */
function hidePassword(value: string): string {
  return value.replace(/:(?!\/\/).*@/s, ':(hidden)@');
}
