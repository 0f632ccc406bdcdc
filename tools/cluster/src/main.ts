// `npm run cluster:up`, `cluster:live` and `cluster:down`; see --help.
import { join } from 'node:path';
import { ClusterError } from './cluster-error.ts';
import { help, parseClusterCommand } from './parse-options.ts';
import { stayLive } from './live/stay-live.ts';
import { createProgress } from './say-progress.ts';
import { takeDown } from './take-down.ts';
import { bringUp } from './bring-up.ts';

const root = join(import.meta.dirname, '../../..');
const progress = createProgress((line) => console.log(line));

try {
  const command = parseClusterCommand(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      console.log(help);
      break;
    case 'up':
      await bringUp(root, command.options, progress);
      break;
    case 'live':
      await bringUp(root, command.options, progress);
      await stayLive(root, command.options, progress);
      break;
    case 'down':
      await takeDown(command.options, progress);
      break;
    default:
      command satisfies never;
  }
} catch (error) {
  if (!(error instanceof ClusterError)) throw error;
  console.error(`npm run cluster:${process.argv[2] ?? ''}: ${error.message}`);
  process.exitCode = error.exitCode;
}
