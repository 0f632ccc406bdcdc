/**
 * Cuts text that comes in pieces into lines. A last line without an end is not told: it was cut off.
 */
export function createLineReader(onLine: (line: string) => void): (piece: string) => void {
  let pieces: string[] = [];
  return (piece) => {
    let from = 0;
    for (;;) {
      const end = piece.indexOf('\n', from);
      if (end === -1) break;
      pieces.push(piece.slice(from, end));
      const line = pieces.length === 1 ? pieces[0]! : pieces.join('');
      pieces = [];
      from = end + 1;
      if (line !== '') onLine(line);
    }
    // Joined once, at its end: an event of 300 kB comes in twenty pieces.
    if (from < piece.length) pieces.push(piece.slice(from));
  };
}
