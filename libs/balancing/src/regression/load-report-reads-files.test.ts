// grpc-js 1.14.7 means to load orca.proto once, but never assigns the constant it checks: it reads
// and parses the files again for every call that brings a load report, and blocks the event loop.
import { createRequire } from 'node:module';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import {
  decodeLoadReport,
  emptyLoadReport,
  encodeLoadReport,
  LOAD_REPORT_TRAILER,
} from '../load-report/load-report.ts';

const internal = '@grpc/grpc-js/build/src/orca.js';
const require = createRequire(import.meta.url);
const peer = require(internal) as {
  createMetricsReader(
    listener: (report: object) => void,
    previous: null,
  ): (code: number, details: string, metadata: Metadata) => void;
};

const bytes = encodeLoadReport({ ...emptyLoadReport(), applicationUtilization: 0.5 });
const ROUNDS = 20;

function msPerReport(read: () => void): number {
  read();
  const startMs = performance.now();
  for (let i = 0; i < ROUNDS; i += 1) read();
  return (performance.now() - startMs) / ROUNDS;
}

test('reading a report costs grpc-js a hundred times what it costs here', () => {
  const theirs = msPerReport(() => {
    const metadata = new Metadata();
    metadata.set(LOAD_REPORT_TRAILER, bytes);
    peer.createMetricsReader(() => undefined, null)(0, '', metadata);
  });
  const ours = msPerReport(() => decodeLoadReport(bytes));
  expect(theirs).toBeGreaterThan(1);
  expect(ours).toBeLessThan(theirs / 100);
});
