import { parseArgs } from 'node:util';
import type { RunOptions } from './table.ts';

export interface CommandLine {
  readonly names: readonly string[];
  readonly options: RunOptions;
  readonly wantsHelp: boolean;
}

/** @throws Error naming the option, the rule and the value */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: words.filter((word) => word !== '--'),
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { rounds, seconds, help } = values;
  return {
    names: positionals,
    options: {
      ...(rounds !== undefined && { rounds: parseCount('rounds', rounds) }),
      ...(seconds !== undefined && { seconds: parseCount('seconds', seconds) }),
    },
    wantsHelp: help,
  };
}

function parseCount(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000) return value;
  throw new Error(`--${option} must be an integer within [1, 1000], got ${text}`);
}
