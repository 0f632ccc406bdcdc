// `npm run e2e -- --target=…`: runs the scenarios under vitest; see ../README.md.
import { ClusterError } from '@ballast/tool-cluster';
import { help, parseCommand } from './command.ts';
import { runSuites } from './run-suites.ts';

const EX_USAGE = 64;

const command = parseCommand(process.argv.slice(2));
switch (command.kind) {
  case 'help':
    console.log(help);
    break;
  case 'refused':
    console.error(command.line);
    process.exitCode = EX_USAGE;
    break;
  case 'run':
    try {
      process.exitCode = await runSuites(command);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      console.error(`npm run e2e: ${error.message}`);
      process.exitCode = error.exitCode;
    }
    break;
  default:
    command satisfies never;
}
