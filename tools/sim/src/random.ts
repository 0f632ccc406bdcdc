/** Uniform numbers in [0, 1) that depend on the seed alone (sfc32). */
export type Random = () => number;

const WARM_UP_DRAWS = 15;
const TWO_TO_32 = 4_294_967_296;

export function createRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const draw = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / TWO_TO_32;
  };
  for (let i = 0; i < WARM_UP_DRAWS; i += 1) draw();
  return draw;
}

/** A time between events that happen at random, with this mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}
