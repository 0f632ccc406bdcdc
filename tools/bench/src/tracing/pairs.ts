import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Way } from './ways.ts';

export interface Contender {
  readonly way: Way;
  readonly sampling: string;
}

export interface Round {
  /** Of each contender. */
  readonly calls: number;
  /** Calls of one after which it is the next one's turn. */
  readonly slice: number;
  /** Who begins. */
  readonly turn: number;
}

/** A process for each contender. */
export interface Pairs extends AsyncDisposable {
  /** @returns microseconds of processor time a call, by contender. */
  measureRound(round: Round): Promise<readonly number[]>;
}

export async function startPairs(contenders: readonly Contender[]): Promise<Pairs> {
  const pairs = contenders.map(({ way, sampling }) =>
    fork(join(import.meta.dirname, 'pair.ts'), [way, sampling]),
  );
  await Promise.all(pairs.map((pair) => once(pair, 'message')));
  return {
    async measureRound({ calls, slice, turn }) {
      const micros = pairs.map(() => 0);
      for (let done = 0; done < calls; done += slice) {
        for (let next = 0; next < pairs.length; next += 1) {
          const index = (turn + done / slice + next) % pairs.length;
          micros[index]! += (await callMany(pairs[index]!, slice)) * slice;
        }
      }
      return micros.map((sum) => sum / calls);
    },
    async [Symbol.asyncDispose]() {
      const ends = pairs.map((pair) => once(pair, 'exit'));
      for (const pair of pairs) pair.disconnect();
      await Promise.all(ends);
    },
  };
}

async function callMany(pair: ChildProcess, calls: number): Promise<number> {
  const answer = once(pair, 'message') as Promise<[number]>;
  pair.send(calls);
  return (await answer)[0];
}
