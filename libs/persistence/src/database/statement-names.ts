import { createHash } from 'node:crypto';

/** Statements that one process prepares at most; each costs some kilobytes on every connection. */
const maxNames = 500;

const names = new Map<string, string>();
let generation = 0;

/**
 * The name under which a statement is prepared on each connection that runs it: PostgreSQL then
 * parses and plans it once and not each time, which is a third of its work for an order. Undefined
 * for statements beyond a bound, so that SQL that is put together anew each time cannot fill the
 * server's memory; they run as ever.
 *
 * Behind a pooler that hands a connection on after each transaction, it has to know prepared
 * statements (PgBouncer does from 1.21 on).
 */
export function findStatementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= maxNames) return known;
  // At most 63 bytes, PostgreSQL's longest name.
  const hash = createHash('sha256').update(text).digest('base64url');
  const name = `ballast_${generation.toString(36)}_${hash}`;
  names.set(text, name);
  return name;
}

/**
 * Prepares every statement anew, under another name, when it runs next: a migration has changed a
 * table that one of them selects all columns of, and what was prepared fails from then on ("cached
 * plan must not change result type"). All of them, as the next one would be found out only by
 * running the transaction once more.
 */
export function forgetStatementNames(): void {
  generation += 1;
  names.clear();
}
