import { parseArgs } from 'node:util';
import { firstSentence, parseDirectory, parsePort } from './parse-options.ts';
import { isReachedByPort, isService, SERVICES, type Service } from './services.ts';
import { usageError } from './start-error.ts';

/** What `nx serve <app>` was asked for. */
export interface ServeOptions {
  readonly app: Service;
  /**
   * HTTP port of the gateway (default 8080) or the console (default 9000); 0 means any free one. Other
   * apps take a free one.
   */
  readonly port: number;
  /** Absolute path of what is shared with others and kept between runs. Default: `.ballast`. */
  readonly dataDirectory: string;
}

export const DEFAULT_PORTS = { gateway: 8080, console: 9000 } as const;

export type ServeCommand = { kind: 'help' } | { kind: 'serve'; options: ServeOptions };

/** @throws StartError with exit code 64, naming the option, the rule and the value */
export function parseServeCommand(args: readonly string[], root: string): ServeCommand {
  const { values, positionals } = parseFlags(args);
  if (values.help) return { kind: 'help' };
  const [app = '', ...rest] = positionals;
  if (!isService(app) || rest.length > 0) {
    throw usageError(
      `name one app, ${SERVICES.join(', ')}; got ${JSON.stringify(positionals.join(' '))}`,
    );
  }
  if (values.port !== undefined && !isReachedByPort(app)) {
    throw usageError(
      `--port is for the gateway and the console; ${app} takes a free port, and its clients find it`,
    );
  }
  return {
    kind: 'serve',
    options: {
      app,
      port: parsePort('--port', values.port ?? String(defaultPortOf(app))),
      dataDirectory: parseDirectory(values.data, root),
    },
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usageError(`${firstSentence(error as Error)}; --help lists what there is`);
  }
}

function defaultPortOf(app: Service): number {
  return app === 'gateway' || app === 'console' ? DEFAULT_PORTS[app] : 0;
}
