// Each check is shown to bite on a copy of the real contracts with one edit.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptBaseline, findBreakingChange } from './baseline.ts';
import { checkContracts } from './check.ts';
import { generatedDoor, generatedFolders } from './write-contracts.ts';

const repository = join(import.meta.dirname, '../../../..');
const orders = 'protos/ballast/orders/v1/orders.proto';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-check-'));
  for (const path of ['protos', '.prettierrc.json', generatedDoor, ...generatedFolders]) {
    cpSync(join(repository, path), join(root, path), { recursive: true });
  }
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('the contracts as committed are accepted', async () => {
  expect(await checkContracts(repository)).toEqual([]);
});

test('a method without a comment is refused', async () => {
  edit(orders, '  // One order. NOT_FOUND (`UNKNOWN_ORDER`) where there is none.\n', '');
  expect(await checkContracts(root)).toEqual([expect.stringContaining('RPC "GetOrder"')]);
});

test.each([
  ['service', /\/\/ Takes orders[^]*?(?=\nservice)/, 'Service "OrdersService"'],
  ['message', '// An order.\n', 'Message "Order"'],
  ['field', '  // Whose orders.\n', 'Field "customer_id"'],
  ['enum value', '  // Never sent.\n', 'Enum value "ORDER_STATE_UNSPECIFIED"'],
])('a %s without a comment is refused', async (_what, comment, complaint) => {
  edit(orders, comment, '');
  expect((await checkContracts(root)).join('\n')).toContain(complaint);
});

test('a method that does not say whether it may be repeated is refused', async () => {
  edit(orders, '    option idempotency_level = IDEMPOTENT;\n', '');
  expect(await checkContracts(root)).toEqual([
    expect.stringContaining('OrdersService.PlaceOrder declares no idempotency_level'),
  ]);
});

test('a field that changes its number is refused as breaking, with the way out', async () => {
  edit(orders, 'string customer_id = 2;', 'string customer_id = 12;');
  const problems = (await checkContracts(root)).join('\n');
  expect(problems).toContain('"2" with name "customer_id" on message "Order"');
  expect(problems).toContain('--accept-breaking');
});

test('a missing baseline is refused, not taken as nothing to compare', async () => {
  rmSync(join(root, 'protos/baseline.binpb'));
  expect((await checkContracts(root)).join('\n')).toContain('baseline.binpb is missing');
});

test('a breaking change that was accepted is no longer refused', () => {
  edit(orders, '  string rejection_reason = 6;\n', '  string rejection_reason = 16;\n');
  expect(findBreakingChange(root)).toContain('rejection_reason');
  acceptBaseline(root);
  expect(findBreakingChange(root)).toBeUndefined();
});

test('an added field is no break, but what was generated is stale, file by file', async () => {
  edit(orders, '  int64 sequence = 8;\n', '  int64 sequence = 8;\n  // New.\n  string note = 9;\n');
  expect(await checkContracts(root)).toEqual(
    ['ballast/orders/v1/orders', 'descriptors', 'json-schemas'].map((name) =>
      expect.stringContaining(`libs/contracts/src/gen/${name}.ts is stale`),
    ),
  );
});

test('generated files that are gone, and those that nothing generates, are named', async () => {
  rmSync(join(root, 'libs/status/src/gen/google/rpc/error_details.ts'));
  writeFileSync(join(root, 'libs/contracts/src/gen/left-over.ts'), '');
  expect(await checkContracts(root)).toEqual([
    expect.stringContaining('left-over.ts is generated no more'),
    expect.stringContaining('error_details.ts is missing'),
  ]);
});

function edit(path: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(root, path), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(join(root, path), after);
}
