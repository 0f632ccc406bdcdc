import { setTimeout as pause } from 'node:timers/promises';
import type { SeenAnswer } from '@ballast/tool-load';

/** So many at once, each with a short thought between two, until `isOver`. */
export async function repeat(
  clients: number,
  send: () => Promise<SeenAnswer>,
  isOver: (seen: readonly SeenAnswer[]) => boolean,
): Promise<readonly SeenAnswer[]> {
  const seen: SeenAnswer[] = [];
  const run = async (): Promise<void> => {
    while (!isOver(seen)) {
      seen.push(await send());
      await pause(5);
    }
  };
  await Promise.all(Array.from({ length: clients }, run));
  return seen;
}
