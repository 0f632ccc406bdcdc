/** A few words for a step: `INSERT orders`, `COMMIT`, `call Reserve`. */
export function describeStep(step: string): string {
  if (step.startsWith('/')) return `call ${step.slice(step.lastIndexOf('/') + 1)}`;
  const text = step.replace(/\s+/g, ' ').trim();
  const change = /\b(insert into|update|delete from) (\w+)/i.exec(text);
  const call = /^select \w* ?(?:from )?(outbox_\w+)/i.exec(text);
  if (call?.[1] !== undefined) return call[1];
  if (change !== null) return `${change[1]?.split(' ')[0]?.toUpperCase()} ${change[2]}`;
  const from = /\bfrom (\w+)/i.exec(text);
  const verb = text.split(' ')[0]?.toUpperCase();
  return from === null ? `${verb}` : `${verb} ${from[1]}`;
}
