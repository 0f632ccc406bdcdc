// grpc-js 1.14.7's pick_first shuffles with an off-by-one: of two addresses the first stays first
// always, of three the second never is. All clients of a service go to the same replica.
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/run-picks.ts';
import { Aperture } from '../ballast/aperture.ts';

const internal = '@grpc/grpc-js/build/src/load-balancer-pick-first.js';
const require = createRequire(import.meta.url);
const peer = require(internal) as {
  shuffled(list: number[]): number[];
};

const ROUNDS = 6_000;

function timesFirst(count: number, shuffle: (list: number[]) => number): number[] {
  const list = Array.from({ length: count }, (_, i) => i);
  const times = list.map(() => 0);
  for (let i = 0; i < ROUNDS; i += 1) times[shuffle(list)]! += 1;
  return times;
}

test('grpc-js never puts the second first', () => {
  expect(timesFirst(2, (list) => peer.shuffled(list)[0]!)).toEqual([ROUNDS, 0]);
  expect(timesFirst(3, (list) => peer.shuffled(list)[0]!)[1]).toBe(0);
});

test.each([2, 3, 5])('our window starts at each of %i alike', (count) => {
  const random = seededRandom(11);
  const times = timesFirst(count, (list) => {
    const aperture = new Aperture(2, random);
    for (const slot of list) aperture.add(slot);
    return aperture.at(0);
  });
  for (const each of times) expect(Math.abs(each * count - ROUNDS)).toBeLessThan(0.1 * ROUNDS);
});
