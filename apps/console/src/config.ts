import { durationMs, integer, loadConfig, oneOf, optional, port, text, url } from '@ballast/config';
import type { Config } from '@ballast/config';
import { LOG_LEVELS } from '@ballast/logging';
import { targets } from './replicas/targets-setting.ts';

/** Every variable that the console reads; the table in its README is made from it. */
export const configSchema = {
  host: text({
    variable: 'HOST',
    default: '127.0.0.1',
    pattern: /\S+/,
    description: 'address to listen on; 0.0.0.0 in a container, reached by port-forward',
  }),
  port: port({ variable: 'PORT', default: 9000, description: 'HTTP port; 0 takes a free one' }),
  allowedHosts: text({
    variable: 'CONSOLE_ALLOWED_HOSTS',
    default: 'localhost',
    pattern: /[A-Za-z0-9.:[\]-]+(,[A-Za-z0-9.:[\]-]+)*/,
    description:
      'names besides 127.0.0.1, [::1] and localhost by which browsers may come, with commas',
  }),
  gatewayUrl: url({
    variable: 'CONSOLE_GATEWAY_URL',
    protocols: ['http', 'https'],
    default: 'http://127.0.0.1:8080',
    description: 'the shop: orders of the console and its load go there',
  }),
  targets: targets({
    variable: 'CONSOLE_TARGETS',
    default: {},
    description:
      'whom to follow: service=target, with commas; the gRPC target of its admin service, in any scheme',
  }),
  platformSocket: optional(
    text({
      variable: 'CONSOLE_PLATFORM_SOCKET',
      description:
        'control socket of the local platform; where there is none, nothing is killed or scaled',
    }),
  ),
  pagesDirectory: optional(
    text({
      variable: 'CONSOLE_PAGES_DIR',
      description:
        'pages that were built beforehand, as in an image; else they are built at the start',
    }),
  ),
  windowBytes: integer({
    variable: 'CONSOLE_WINDOW_BYTES',
    default: 32 * 1024 * 1024,
    min: 65_536,
    max: 4 * 1024 * 1024 * 1024,
    description: 'of traces and logs that are kept in memory, about',
  }),
  windowAgeMs: durationMs({
    variable: 'CONSOLE_WINDOW_AGE',
    default: 300_000,
    minMs: 1000,
    maxMs: 86_400_000,
    description:
      'how long a trace is kept; six times as long where it is slow, failed or was repeated',
  }),
  maxRequestBytes: integer({
    variable: 'CONSOLE_MAX_OTLP_BYTES',
    default: 16 * 1024 * 1024,
    min: 65_536,
    max: 256 * 1024 * 1024,
    description: 'the largest OTLP request that is read, unpacked; then 413',
  }),
  logLevel: oneOf(LOG_LEVELS, {
    variable: 'LOG_LEVEL',
    default: 'info',
    description: 'the least severe lines that are written',
  }),
};

/** The console's settings. */
export type ConsoleConfig = Config<typeof configSchema>;

/** Reads them. Throws ConfigError, one line for each wrong variable. */
export function loadConsoleConfig(environment: NodeJS.ProcessEnv): ConsoleConfig {
  return loadConfig(environment, configSchema);
}
