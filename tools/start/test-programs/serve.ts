// `nx serve` with the apps of the directory named by TINY_ROOT.
import { runServe } from '../src/run-serve.ts';

process.exit(await runServe(process.argv.slice(2), process.env['TINY_ROOT'] ?? ''));
