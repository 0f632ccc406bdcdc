import { listenForLeaveSignals } from './leave-signals.ts';
import { parseServeCommand } from './parse-serve-options.ts';
import { createPlatformLog } from './platform-log.ts';
import { explain, sayOnStdout } from './say.ts';
import { serveApp, type ServedApp } from './serve-app.ts';
import { ExitCode } from './start-error.ts';
import { SERVE_HELP } from './start-help.ts';

/** `nx serve <app>`. Resolves with the exit code, when the app has ended. */
export async function runServe(args: readonly string[], root: string): Promise<number> {
  const log = createPlatformLog();
  const leaving = new AbortController();
  const asked = new Promise<undefined>((resolve) => {
    leaving.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  let app: ServedApp | undefined;
  let exitCode: number = ExitCode.OK;
  const hurry = (): void => {
    exitCode = ExitCode.FAILED;
    if (app === undefined) process.exit(exitCode);
    app.force();
  };
  try {
    const command = parseServeCommand(args, root);
    if (command.kind === 'help') return sayOnStdout(SERVE_HELP);
    listenForLeaveSignals({ leave: () => leaving.abort(), hurry });
    app = await serveApp(command.options, root, log, leaving.signal);
    const address = await Promise.race([app.served, asked]);
    if (address !== undefined) {
      const seconds = (performance.now() / 1000).toFixed(1);
      sayOnStdout(`${command.options.app} ready in ${seconds} s  ${address}\n`);
    }
    await asked;
    log.logger.info({}, 'leaving');
    await app.stop();
  } catch (error) {
    await app?.stop();
    if (!leaving.signal.aborted) exitCode = explain(error);
  }
  await log.flush();
  return exitCode;
}
