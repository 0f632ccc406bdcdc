import { expect, it } from 'vitest';
import type { ReceivedSpan } from '../otlp/received.ts';
import { describeSpan } from '../window/span-facts.ts';
import { CallBoard, HISTORY_SECONDS } from './call-board.ts';

it('lets go of calls to addresses where nobody has been for as long as the pages look back', () => {
  const board = new CallBoard({ replicaAt: () => '', serviceOf: () => 'orders' });
  const callAt = (seconds: number, address: string): void => {
    const span: ReceivedSpan = {
      ...{ traceId: '1', spanId: '2', parentSpanId: '3', name: 'Attempt', kind: 3 },
      ...{ startAtMs: 0, endAtMs: seconds * 1000, status: 0, statusMessage: '' },
      attributes: {
        ...{ 'rpc.method': 'shop.Orders/Place', 'ballast.role': 'attempt' },
        'network.peer.address': address,
      },
    };
    board.record(describeSpan(span, { service: 'gateway', replica: 'gateway#1' }), Infinity);
  };
  callAt(100, 'old');
  callAt(110, 'new');
  board.sweep((100 + HISTORY_SECONDS) * 1000);
  expect(board.replicaEdges().map(({ to }) => to)).toEqual(['old', 'new']);
  board.sweep((101 + HISTORY_SECONDS) * 1000);
  expect(board.replicaEdges().map(({ to }) => to)).toEqual(['new']);
});
