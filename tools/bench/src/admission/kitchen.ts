// The service that the benchmark overloads: its method, and what an order is to its server.
export const cookPath = '/bench.Kitchen/Cook';
export const tastePath = '/bench.Kitchen/Taste';

const asIs = (bytes: Buffer): Buffer => bytes;
const method = (path: string) => ({
  path,
  requestStream: false as const,
  responseStream: false as const,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
});

/** `cook` is the work; `taste` answers at once. */
export const kitchen = { cook: method(cookPath), taste: method(tastePath) };

/** `waiting`: 4 workers that wait for 10 ms. `computing`: one thread that computes for 5 ms. */
export type Work = 'waiting' | 'computing';

export const workers = 4;
export const waitMs = 10;
export const computeMs = 5;

export interface ServerReport {
  readonly cpuMicros: number;
  readonly limit: number | null;
}
