import { setImmediate } from 'node:timers/promises';
import { listenForLeaveSignals } from './leave-signals.ts';
import { parseStartCommand } from './parse-options.ts';
import { createPlatformLog, type PlatformLog } from './platform-log.ts';
import type { Platform } from './platform.ts';
import { explain, sayOnStdout } from './say.ts';
import { ExitCode } from './start-error.ts';
import { START_HELP } from './start-help.ts';
import { startPlatform } from './start-platform.ts';

/** All has to be down five seconds after a signal; what is not by now is killed. */
const STOP_LIMIT_MS = 4700;

/** `npm start`. Resolves with the exit code, when the platform has ended. */
export async function runStart(args: readonly string[], root: string): Promise<number> {
  const log = createPlatformLog();
  const leaving = new AbortController();
  let platform: Platform | undefined;
  let exitCode: number = ExitCode.OK;

  const force = (): void => {
    exitCode = ExitCode.FAILED;
    if (platform === undefined) process.exit(exitCode);
    void platform.force();
  };
  const leave = (): void => {
    log.logger.info({}, 'leaving');
    leaving.abort();
    void platform?.stop();
    setTimeout(force, STOP_LIMIT_MS).unref();
  };

  try {
    const command = parseStartCommand(args, root);
    if (command.kind === 'help') return sayOnStdout(START_HELP);
    listenForLeaveSignals({ leave, hurry: force });
    const databaseUrl = process.env['BALLAST_DATABASE_URL'] || undefined;
    platform = await startPlatform({ ...command.options, root, databaseUrl }, log, leaving.signal);
    rollOnSignal(platform, log);
    await Promise.race([platform.ready, platform.ended]);
    if (platform.status().isReady) announce(platform);
    await platform.ended;
  } catch (error) {
    await platform?.stop();
    if (!leaving.signal.aborted) exitCode = explain(error);
  }
  await log.flush();
  // The answer to who asked for the end over the control socket is still on its way.
  await setImmediate();
  return exitCode;
}

function announce({ shopUrl, consoleUrl }: Platform): void {
  const seconds = (performance.now() / 1000).toFixed(1);
  const seen = consoleUrl === '' ? '' : `  console ${consoleUrl}`;
  sayOnStdout(`ready in ${seconds} s  shop ${shopUrl}${seen}\n`);
}

function rollOnSignal(platform: Platform, { logger }: PlatformLog): void {
  process.on('SIGUSR2', () => {
    platform.rollAll().then(
      () => logger.info({}, 'every replica has a successor'),
      (error: unknown) => logger.error({ error }, 'the rolling restart has stopped'),
    );
  });
}
