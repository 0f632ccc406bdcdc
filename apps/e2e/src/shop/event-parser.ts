/** One dispatched event; comments (heartbeats) never become one. */
export interface ServerSentEvent {
  /** Last id seen on the stream, "" where there was none. */
  readonly id: string;
  /** "message" where the stream does not say. */
  readonly event: string;
  readonly data: string;
}

/**
 * Turns pieces of text into events, wherever the pieces are cut. WHATWG HTML, "Server-sent events",
 * 9.2.6: lines end in LF, CRLF or CR (ours in LF or CRLF), a blank line dispatches, a line that starts
 * with a colon is a comment.
 */
export function createEventParser(): (text: string) => ServerSentEvent[] {
  let rest = '';
  let id = '';
  let event = '';
  let data: string[] = [];

  const takeLine = (line: string): ServerSentEvent | undefined => {
    if (line === '') {
      const done = { id, event: event === '' ? 'message' : event, data: data.join('\n') };
      const isEmpty = data.length === 0;
      event = '';
      data = [];
      return isEmpty ? undefined : done;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    return undefined;
  };

  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    return lines
      .map((line) => takeLine(line.replace(/\r$/, '')))
      .filter((one) => one !== undefined);
  };
}
