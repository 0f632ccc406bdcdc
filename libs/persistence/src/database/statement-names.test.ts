import { expect, test } from 'vitest';
import { findStatementName } from './statement-names.ts';

test('a statement keeps its name', () => {
  expect(findStatementName('select $1')).toBe(findStatementName('select $1'));
});

test('different statements have different names', () => {
  expect(findStatementName('select $1')).not.toBe(findStatementName('select $2'));
});

test('a name is no longer than PostgreSQL allows', () => {
  expect(findStatementName('select $1 '.repeat(1000))?.length).toBeLessThanOrEqual(63);
});

test('a process that makes up statements all the time stops naming them', () => {
  const texts = Array.from({ length: 600 }, (_, index) => `select $1, ${index}`);
  expect(texts.map(findStatementName).at(-1)).toBeUndefined();
});
