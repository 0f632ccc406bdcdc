import { parseArgs } from 'node:util';

export interface LoadCommand {
  /** The gateway's address. */
  readonly url: string;
  /** Requests begun a second. */
  readonly rate: number;
  readonly seconds: number;
  /** The share of requests that place an order, within [0, 1]; the others list products. */
  readonly orders: number;
  /** Of when requests come and of what kind they are. */
  readonly seed: number;
  readonly isHelp: boolean;
}

export const help = `npm run load [-- options]   people who browse and order, at a rate of their own

  --url URL      the gateway (http://127.0.0.1:8080)
  --rate N       requests begun a second, whether or not those before are answered, 1 to 1000 (50)
  --seconds N    how long, 1 to 3600 (30)
  --orders SHARE of the requests that place an order, 0 to 1; the others list products (0.2)
  --seed N       of when requests come and of what kind they are (1)

Ctrl-C ends it early and prints what was seen until then. Exit status: 0 where every request was
answered with less than 500, 1 where one was not, 64 for an option that cannot be.
`;

/** @throws Error that says what is wrong with which option. */
export function parseOptions(args: readonly string[]): LoadCommand {
  const { values } = parseArgs({
    args: args.filter((argument) => argument !== '--'),
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      rate: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '30' },
      orders: { type: 'string', default: '0.2' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    url: address(values.url),
    rate: within('--rate', values.rate, 1, 1000),
    seconds: within('--seconds', values.seconds, 1, 3600),
    orders: within('--orders', values.orders, 0, 1),
    seed: within('--seed', values.seed, 0, 2 ** 31 - 1),
    isHelp: values.help,
  };
}

function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin;
  throw new Error(`--url must be an http or https address, got "${text}"`);
}

function within(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new Error(`${option} must be within ${min} to ${max}, got "${text}"`);
}
