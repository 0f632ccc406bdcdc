import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TargetError, parsePath } from '../target.ts';
import type { Target, TargetScheme } from '../target.ts';
import { createFileSource } from './file-source.ts';

/**
 * `file:///path/inventory.json`: a file that somebody keeps up to date, best by renaming a new one
 * over it. While it is missing or broken, the last good set stays in force.
 */
export const fileScheme: TargetScheme = {
  scheme: 'file',
  findAuthority: (target) => {
    const path = parseFilePath(target);
    return basename(path, extname(path)).replace(/[^\w.-]/g, '-');
  },
  createSource: (target) => createFileSource(parseFilePath(target)),
};

function parseFilePath(target: Target): string {
  const form = 'file:///absolute/path.json';
  parsePath(target, form);
  try {
    return fileURLToPath(target.text);
  } catch {
    throw new TargetError(target, `must be ${form}`);
  }
}
