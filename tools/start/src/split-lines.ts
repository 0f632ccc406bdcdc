import { StringDecoder } from 'node:string_decoder';

/** Longest line, in characters; what is longer is cut into several. */
const MAX_CHARACTERS = 65_536;

/** Calls back with each line of a stream that is read in pieces; `end` gives the last, unfinished one. */
export interface LineSplitter {
  push(chunk: Buffer): void;
  end(): void;
}

export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    push(chunk) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      for (; rest.length > MAX_CHARACTERS; rest = rest.slice(MAX_CHARACTERS)) {
        onLine(rest.slice(0, MAX_CHARACTERS));
      }
    },
    end() {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
