import { styleText } from 'node:util';

/** Turns one line of a program's output into one line for the reader. */
export type LineFormat = (line: string, source: LineSource) => string;

/** Who wrote a line. */
export interface LineSource {
  /** `orders#1`. */
  readonly replica: string;
  readonly stream: 'stdout' | 'stderr';
}

/**
 * For machines: a JSON object stays byte for byte what the program wrote; anything else (a stack
 * trace, a warning of Node's) becomes one, so that every line can be parsed.
 */
export const jsonLines: LineFormat = (line, { replica, stream }) => {
  if (parseRecord(line) !== undefined) return line;
  const level = stream === 'stderr' ? 'error' : 'info';
  return JSON.stringify({ level, time: new Date().toISOString(), replica, message: line });
};

type Style = Parameters<typeof styleText>[0];
const LEVEL_STYLES: Readonly<Record<string, Style>> = {
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: ['red', 'bold'],
};
const SOURCE_STYLES: readonly Style[] = ['cyan', 'magenta', 'blue', 'yellow', 'green'];
/** Told by the columns already, or of no use to a person. */
const HIDDEN = new Set(['level', 'time', 'service', 'pid', 'replica', 'message']);

/** For people: `14:03:21.007 info  orders#1     order confirmed  orderId=… tookMs=12`. */
export function readableLines({ colours }: { readonly colours: boolean }): LineFormat {
  const paint = (style: Style, text: string): string =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  return (line, { replica, stream }) => {
    const record = parseRecord(line);
    const level = String(record?.['level'] ?? (stream === 'stderr' ? 'error' : 'info'));
    const columns = [
      paint('dim', timeOf(record?.['time'])),
      paint(LEVEL_STYLES[level] ?? 'reset', level.padEnd(5)),
      paint(styleOf(replica), replica.padEnd(11)),
    ];
    if (record === undefined) return [...columns, line].join(' ');
    const fields = Object.entries(record)
      .filter(([key]) => !HIDDEN.has(key))
      .map(([key, value]) => `${paint('dim', `${key}=`)}${textOf(value)}`);
    return [...columns, [String(record['message'] ?? ''), ...fields].join(' ')].join(' ');
  };
}

function parseRecord(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Local time of day: the reader's clock is on the wall beside them. */
function timeOf(time: unknown): string {
  const date = typeof time === 'string' || typeof time === 'number' ? new Date(time) : new Date();
  if (Number.isNaN(date.getTime())) return String(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** An error is told by its message and stack as far as it fits a line; the rest is JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string')
    return /^[\w./:@#+-]+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === 'object' && value !== null && 'message' in value && 'stack' in value) {
    return JSON.stringify(value.message);
  }
  return JSON.stringify(value) ?? 'undefined';
}

function styleOf(replica: string): Style {
  const service = replica.split('#')[0] ?? '';
  const sum = [...service].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return SOURCE_STYLES[sum % SOURCE_STYLES.length] ?? 'reset';
}
