/** What travels in a NOTIFY: who sends it, and the names that changed. */
export interface Message {
  /** The process that sends; it has woken its own subscribers already. */
  readonly origin: string;
  readonly names: readonly string[];
}

/** A payload must be shorter than 8000 bytes (PostgreSQL manual, NOTIFY); names are ASCII. */
const MAX_PAYLOAD_BYTES = 7_900;
const SEPARATOR = '\n';

export function formatMessages({ origin, names }: Message): string[] {
  const messages: string[] = [];
  let current = origin;
  for (const name of names) {
    if (current.length + SEPARATOR.length + name.length > MAX_PAYLOAD_BYTES) {
      messages.push(current);
      current = origin;
    }
    current += SEPARATOR + name;
  }
  if (current !== origin) messages.push(current);
  return messages;
}

export function parseMessage(payload: string): Message {
  const [origin = '', ...names] = payload.split(SEPARATOR);
  return { origin, names };
}
