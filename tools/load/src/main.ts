// `npm run load`: people who browse and order, and how they fared.
import { describeLoad, isFailed } from './describe-load.ts';
import { help, type LoadCommand, parseOptions } from './parse-options.ts';
import { runLoad } from './run-load.ts';

function fail(error: unknown, status: number): never {
  console.error(`npm run load: ${(error as Error).message}`);
  process.exit(status);
}

function readCommand(): LoadCommand {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    return fail(error, 64);
  }
}

const command = readCommand();
if (command.isHelp) {
  console.log(help);
  process.exit(0);
}

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

console.error(`${command.rate} requests a second to ${command.url} for ${command.seconds} s`);
let second = 0;
let told = 0;
const run = await runLoad(command, {
  signal: stopping.signal,
  onSecond(seen) {
    second += 1;
    if (second % 5 !== 0) return;
    const failed = seen.slice(told).filter(isFailed).length;
    console.error(`${second} s: ${seen.length - told} answered, ${failed} of them failed`);
    told = seen.length;
  },
}).catch((error: unknown) => fail(error, 1));
console.log(describeLoad(run));
process.exit(run.seen.some(isFailed) ? 1 : 0);
