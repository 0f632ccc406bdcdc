/** Picks the one line that says why a server or initdb ended; undefined when it did not say. */
export function explainServerOutput(output: string): string | undefined {
  if (/No space left on device/.test(output)) return 'no space left on the device';
  const lines = output.split('\n');
  const telling =
    lines.findLast((line) => /\b(PANIC|FATAL): {2}/.test(line)) ??
    lines.findLast((line) => /error( while loading)?[: ]/i.test(line));
  return telling?.replace(/^.*?\b(PANIC|FATAL): {2}/, '').trim();
}

/** The listening socket was refused because another one has the port. */
export function isPortTaken(output: string): boolean {
  return /could not bind IPv4 address .*: Address already in use/.test(output);
}

/**
 * The former server is dead and a backend of it still ends ("pre-existing shared memory block … is
 * still in use"): it passes within a moment.
 */
export function isPredecessorEnding(output: string): boolean {
  return /pre-existing shared memory block/.test(output);
}
