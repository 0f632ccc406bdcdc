import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { usageError } from './start-error.ts';

/** What `npm start` was asked for. */
export interface StartOptions {
  /** HTTP port of the gateway on 127.0.0.1. Default 8080; 0 means any free one. */
  readonly port: number;
  /** HTTP port of the console on 127.0.0.1. Default 9000; 0 means any free one. */
  readonly consolePort: number;
  /** Runs the console. Default true. */
  readonly withConsole: boolean;
  /** Replicas of each service, 0 to 32. Default: 2 of orders, 3 of inventory, 1 of notifications. */
  readonly replicas: ReplicaCounts;
  /** Absolute path of what is kept between runs. Default: `.ballast` in the repository. */
  readonly dataDirectory: string;
  /** Start from an empty database. Default false. */
  readonly fresh: boolean;
}

export interface ReplicaCounts {
  readonly orders: number;
  readonly inventory: number;
  readonly notifications: number;
}

export type StartCommand = { kind: 'help' } | { kind: 'start'; options: StartOptions };

/** Of one service, by the command line and by scaling. */
export const MAX_REPLICAS = 32;

/**
 * Reads the command line of `npm start`.
 *
 * @param root where `.ballast` is
 * @throws StartError with exit code 64, naming the option, the rule and the value
 */
export function parseStartCommand(args: readonly string[], root: string): StartCommand {
  const values = parseFlags(args);
  if (values.help) return { kind: 'help' };
  return {
    kind: 'start',
    options: {
      port: parsePort('--port', values.port ?? '8080'),
      consolePort: parsePort('--console-port', values['console-port'] ?? '9000'),
      withConsole: !(values['no-console'] ?? false),
      replicas: parseReplicas(values.replicas),
      dataDirectory: parseDirectory(values.data, root),
      fresh: values.fresh ?? false,
    },
  };
}

export function parsePort(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw usageError(`${option} must be a port within 0..65535, got ${JSON.stringify(text)}`);
}

/** Relative paths start where the command was typed: npm changes to the root, and says whence. */
export function parseDirectory(text: string | undefined, root: string): string {
  if (text === undefined) return resolve(root, '.ballast');
  if (text === '') throw usageError('--data must name a directory, got ""');
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), text);
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        'console-port': { type: 'string' },
        'no-console': { type: 'boolean' },
        replicas: { type: 'string' },
        data: { type: 'string' },
        fresh: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw usageError(`${firstSentence(error as Error)}; --help lists what there is`);
  }
}

/** The rest of Node's message explains how positional arguments may start with a dash. */
export function firstSentence(error: Error): string {
  return error.message.split(/\.\s/)[0]?.replace(/\.$/, '') ?? error.message;
}

function parseReplicas(text: string | undefined): ReplicaCounts {
  const counts = { orders: 2, inventory: 3, notifications: 1 };
  for (const part of text === undefined ? [] : text.split(',')) {
    const [, service, count] = /^(orders|inventory|notifications)=(\d{1,2})$/.exec(part) ?? [];
    if (service === undefined || Number(count) > MAX_REPLICAS) {
      throw usageError(
        `--replicas must be like orders=2,inventory=3,notifications=1 with 0..${MAX_REPLICAS} of each, got ${JSON.stringify(text)}`,
      );
    }
    counts[service as keyof ReplicaCounts] = Number(count);
  }
  return counts;
}
