/** A few words for a step: `INSERT orders`, `COMMIT`, `call Reserve`. */
export function describeStep(step: string): string {
  if (step.startsWith('/')) return `call ${step.slice(step.lastIndexOf('/') + 1)}`;
  const text = step.replace(/\s+/g, ' ').trim();
  const procedure = /^select .*?\b(outbox_\w+)\(/i.exec(text)?.[1];
  if (procedure !== undefined) return procedure;
  // Of a statement that does several things the first change is what it is about.
  const [, verb, table] = /\b(insert into|update|delete from) (?!of\b)(\w+)/i.exec(text) ?? [];
  if (verb !== undefined) return `${verb.split(' ')[0]?.toUpperCase()} ${table}`;
  const from = /\bfrom (?!order_line)(\w+)/i.exec(text)?.[1];
  const first = text.split(' ')[0]?.toUpperCase() ?? '';
  return from === undefined ? first : `${first} ${from}`;
}
