// The console: what services send and say of themselves, on one screen; and the levers to break them.
import { createLogger } from '@ballast/logging';
import { runProgram, type RunningProgram } from '@ballast/program';
import { loadConsoleConfig } from './config.ts';
import { followPlatform, noPlatform } from './platform/platform.ts';
import { openPages } from './pages/open-pages.ts';
import { startConsole } from './start-console.ts';

export async function start(environment: NodeJS.ProcessEnv): Promise<RunningProgram> {
  const config = loadConsoleConfig(environment);
  const logger = createLogger({ service: 'console', level: config.logLevel });
  const pages = await openPages(config.pagesDirectory);
  const { platformSocket } = config;
  const platform = platformSocket === undefined ? noPlatform : followPlatform(platformSocket);
  return startConsole({ ...config, pages, platform, logger });
}

if (import.meta.main) await runProgram(start);
