import fc from 'fast-check';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { decodeLoadReport, emptyLoadReport, encodeLoadReport } from './load-report.ts';

// grpc-js carries the protobuf definition and, through proto-loader, a codec to compare with.
const require = createRequire(import.meta.url);
const grpcRequire = createRequire(require.resolve('@grpc/grpc-js'));
const { loadSync } = grpcRequire('@grpc/proto-loader') as {
  loadSync(file: string, options: object): Record<string, unknown>;
};
const grpcRoot = new URL('../../', `file://${require.resolve('@grpc/grpc-js')}`).pathname;
const definition = loadSync('xds/service/orca/v3/orca.proto', {
  keepCase: true,
  defaults: true,
  includeDirs: [`${grpcRoot}/proto/xds`, `${grpcRoot}/proto/protoc-gen-validate`],
});
interface MessageType {
  serialize(value: object): Buffer;
  deserialize(bytes: Buffer): object;
}
const peer = definition['xds.data.orca.v3.OrcaLoadReport'] as MessageType;

const figure = fc
  .double({ min: 0, max: 1e9, noNaN: true })
  .filter((value) => !Object.is(value, -0));
const figures = fc.dictionary(fc.stringMatching(/^[a-z._é]{1,200}$/), figure, { maxKeys: 4 });
const reports = fc.record({
  cpuUtilization: figure,
  memoryUtilization: figure,
  applicationUtilization: figure,
  requestsPerSecond: figure,
  errorsPerSecond: figure,
  utilization: figures.map((entries) => new Map(Object.entries(entries))),
  namedMetrics: figures.map((entries) => new Map(Object.entries(entries))),
});

test('what is encoded decodes to itself', () => {
  fc.assert(
    fc.property(reports, (report) => {
      expect(decodeLoadReport(encodeLoadReport(report))).toEqual(report);
    }),
  );
});

test('protobuf reads what is written here', () => {
  fc.assert(
    fc.property(reports, (report) => {
      expect(peer.deserialize(encodeLoadReport(report))).toMatchObject({
        cpu_utilization: report.cpuUtilization,
        mem_utilization: report.memoryUtilization,
        application_utilization: report.applicationUtilization,
        rps_fractional: report.requestsPerSecond,
        eps: report.errorsPerSecond,
        utilization: Object.fromEntries(report.utilization),
        named_metrics: Object.fromEntries(report.namedMetrics),
      });
    }),
  );
});

test('what protobuf writes is read here, fields of no interest included', () => {
  const bytes = peer.serialize({
    cpu_utilization: 0.5,
    rps: 12345678,
    request_cost: { queries: 3 },
    application_utilization: 0.75,
    named_metrics: { 'ballast.in_flight': 4 },
  });
  expect(decodeLoadReport(bytes)).toEqual({
    ...emptyLoadReport(),
    cpuUtilization: 0.5,
    applicationUtilization: 0.75,
    namedMetrics: new Map([['ballast.in_flight', 4]]),
  });
});

test('bytes that are no report neither throw nor hang', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const report = decodeLoadReport(Buffer.from(bytes));
      expect(report === undefined || report.namedMetrics instanceof Map).toBe(true);
    }),
  );
});

test('a report that is cut off is none', () => {
  const bytes = encodeLoadReport({ ...emptyLoadReport(), namedMetrics: new Map([['load', 1]]) });
  expect(decodeLoadReport(bytes.subarray(0, bytes.length - 3))).toBeUndefined();
});
