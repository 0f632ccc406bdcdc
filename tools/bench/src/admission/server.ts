// A kitchen in a process of its own: `server.ts <waiting|computing> <guarded|bare> [maxLimit]`.
import { createAdmission, createAdmissionInterceptor } from '@ballast/admission';
import { Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import { computeMs, kitchen, type ServerReport, waitMs, type Work, workers } from './kitchen.ts';

const [work, guard, maxLimit] = process.argv.slice(2) as [Work, 'guarded' | 'bare', string?];
const dish = Buffer.from('dish');

const queue: (() => void)[] = [];
let busy = 0;
let workersNow = workers;

function wait(done: () => void): void {
  if (busy >= workersNow) {
    queue.push(() => wait(done));
    return;
  }
  busy += 1;
  setTimeout(() => {
    busy -= 1;
    done();
    if (busy < workersNow) queue.shift()?.();
  }, waitMs);
}

function compute(done: () => void): void {
  const endMs = performance.now() + computeMs;
  while (performance.now() < endMs);
  done();
}

const admission = createAdmission({
  // Its capacity is a handful of calls at a time.
  ...{ minLimit: 1, busyLoopMs: 100 },
  ...(maxLimit !== undefined && { maxLimit: Number(maxLimit) }),
});
const interceptors = guard === 'guarded' ? [createAdmissionInterceptor(admission)] : [];
// With a limit of 0 all calls are to be refused: one that is never over takes the only place.
if (maxLimit !== undefined) {
  const nowMs = performance.now();
  const arrival = { method: '/', criticality: 'default', clientKey: '', isStream: false } as const;
  admission.tryEnter({ ...arrival, nowMs });
}

const server = new Server({ interceptors });
const prepare = work === 'waiting' ? wait : compute;
server.addService(kitchen, {
  cook: (_call: unknown, answer: sendUnaryData<Buffer>) => prepare(() => answer(null, dish)),
  taste: (_call: unknown, answer: sendUnaryData<Buffer>) => answer(null, dish),
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.send?.(port);
});
process.on('message', (message: 'report' | { readonly workers: number }) => {
  if (message !== 'report') {
    workersNow = message.workers;
    while (busy < workersNow && queue.length > 0) queue.shift()?.();
    return;
  }
  const { user, system } = process.cpuUsage();
  const limit = guard === 'guarded' ? admission.snapshot().limit : null;
  process.send?.({ cpuMicros: user + system, limit } satisfies ServerReport);
});
process.once('disconnect', () => process.exit());
