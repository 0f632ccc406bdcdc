import { expect, test } from 'vitest';
import { describeStep } from './describe-step.ts';

test.each([
  ['begin', 'BEGIN'],
  ['/ballast.inventory.v1.InventoryService/Reserve', 'call Reserve'],
  ['\n  insert into event_log (stream) values ($1)', 'INSERT event_log'],
  [' select promoted from outbox_complete($1, null) ', 'outbox_complete'],
  ["select outbox_append($1, $2 * interval '1 millisecond') as id", 'outbox_append'],
  [
    'WITH changed AS (\n UPDATE orders SET state = $2 RETURNING 1) SELECT 1 FROM changed',
    'UPDATE orders',
  ],
  [
    'WITH locked AS (SELECT 1 FROM stock FOR NO KEY UPDATE OF s), c AS (INSERT INTO reservation',
    'INSERT reservation',
  ],
  ['select name from ballast_migration', 'SELECT ballast_migration'],
])('%j is called %s', (step, words) => {
  expect(describeStep(step)).toBe(words);
});
