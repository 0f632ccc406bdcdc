import { Code } from '@ballast/status';
import { createGate } from '@ballast/testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../testing/index.ts';
import { claimIdempotencyKey, deleteExpiredIdempotencyKeys } from './claim-idempotency-key.ts';
import { fingerprintOf } from './fingerprint.ts';
import { idempotencyMigrations } from './idempotency-migrations.ts';

let database: Database<unknown>;
beforeAll(async () => {
  database = await openTestDatabase(idempotencyMigrations, { maxConnections: 20 });
});
afterAll(() => database.close());

let scopes = 0;
function openScope() {
  const scope = `scope-${(scopes += 1)}`;
  const claimIn = (
    options: { answer?: string; key?: string; fingerprint?: string; ttlMs?: number },
    afterwards: () => Promise<void> = async () => {},
  ) =>
    database.transaction({}, async (trx) => {
      const outcome = await claimIdempotencyKey(trx, {
        ...{ scope, key: 'k', fingerprint: 'f', answer: 'first', ttlMs: 60_000 },
        ...options,
      });
      await afterwards();
      return outcome;
    });
  return { claimIn };
}

describe('an idempotency key', () => {
  it('gives the same answer to the same request', async () => {
    const { claimIn } = openScope();
    expect(await claimIn({})).toEqual({ kind: 'claimed' });
    expect(await claimIn({ answer: 'second' })).toEqual({ kind: 'replay', answer: 'first' });
  });

  it('is refused to another request, and free in another scope', async () => {
    const { claimIn } = openScope();
    await claimIn({});
    expect(await claimIn({ fingerprint: 'other' })).toEqual({ kind: 'mismatch' });
    expect(await openScope().claimIn({})).toEqual({ kind: 'claimed' });
  });

  it('stays free when its transaction rolls back', async () => {
    const { claimIn } = openScope();
    const failing = claimIn({}, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await claimIn({ answer: 'again' })).toEqual({ kind: 'claimed' });
  });

  it('goes to a waiting duplicate when the first one rolls back', async () => {
    const { claimIn } = openScope();
    const [claimed, mayEnd] = [createGate(), createGate()];
    const first = claimIn({}, async () => {
      claimed.open();
      await mayEnd.opened;
      throw new Error('no');
    });
    await claimed.opened;
    const second = claimIn({ answer: 'second' });
    mayEnd.open();
    await expect(first).rejects.toThrow('no');
    expect(await second).toEqual({ kind: 'claimed' });
  });

  it('can be claimed anew, by any request, when it has expired', async () => {
    const { claimIn } = openScope();
    await claimIn({ ttlMs: 0 });
    expect(await claimIn({ fingerprint: 'other', answer: 'new' })).toEqual({ kind: 'claimed' });
    expect(await claimIn({ fingerprint: 'other' })).toEqual({ kind: 'replay', answer: 'new' });
  });

  it('is swept when it has expired, the oldest first', async () => {
    const { claimIn } = openScope();
    await database.read({}, (db) => sql`delete from idempotency_key`.execute(db));
    for (const key of ['1', '2', '3']) await claimIn({ key, ttlMs: 0 });
    await claimIn({ key: 'live' });
    const sweep = (limit: number) =>
      database.read({}, (db) => deleteExpiredIdempotencyKeys(db, { limit }));
    expect([await sweep(2), await sweep(2), await sweep(2)]).toEqual([2, 1, 0]);
    expect(await claimIn({ key: 'live' })).toEqual({ kind: 'replay', answer: 'first' });
  });

  it.each(['', 'k'.repeat(256)])('is refused when its length is wrong: %s', async (key) => {
    await expect(openScope().claimIn({ key })).rejects.toMatchObject({
      code: Code.INVALID_ARGUMENT,
    });
  });

  it('is claimed by exactly one of 20 at once, and the others get its answer', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.constantFrom('same', 'same', 'other'), { minLength: 20, maxLength: 20 }),
      async (fingerprints) => {
        const { claimIn } = openScope();
        const outcomes = await Promise.all(
          fingerprints.map((fingerprint, index) => claimIn({ fingerprint, answer: String(index) })),
        );
        const winners = outcomes.flatMap(({ kind }, index) => (kind === 'claimed' ? [index] : []));
        expect(winners).toHaveLength(1);
        const [winner = -1] = winners;
        const expected = fingerprints.map((fingerprint, index) => {
          if (index === winner) return { kind: 'claimed' };
          return fingerprint === fingerprints[winner]
            ? { kind: 'replay', answer: String(winner) }
            : { kind: 'mismatch' };
        });
        expect(outcomes).toEqual(expected);
      },
    );
    await fc.assert(property, { numRuns: 10 });
  });
});

describe('a fingerprint', () => {
  it('does not depend on the order of fields, nor on those that are undefined', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse());
        expect(fingerprintOf({ ...reversed, absent: undefined })).toBe(fingerprintOf(fields));
      }),
    );
  });

  it('differs where the content differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [a, b] = [JSON.stringify(sorted(one)), JSON.stringify(sorted(other))];
        expect(fingerprintOf(one) === fingerprintOf(other)).toBe(a === b);
      }),
    );
    const different = [
      1,
      1n,
      '1',
      '1n',
      [1],
      { 0: 1 },
      new Date(1),
      Uint8Array.of(1),
      null,
      undefined,
    ];
    expect(new Set(different.map(fingerprintOf)).size).toBe(different.length);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, sorted(field)] as const);
  return { fields: fields.sort(([a], [b]) => (a < b ? -1 : 1)) };
}
