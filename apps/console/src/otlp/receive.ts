import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpRefusal } from '../http/problem.ts';
import { readJsonLogs, readJsonSpans } from './json-messages.ts';
import { readProtobufLogs } from './protobuf-logs.ts';
import { readProtobufSpans } from './protobuf-spans.ts';
import type { Batch, LogOfBatch, SpanOfBatch } from './received.ts';

export interface ReceiverOptions {
  /** The largest request that is read, unpacked. */
  readonly maxBytes: number;
  readonly onSpans: (batch: Batch<SpanOfBatch>) => void;
  readonly onLogs: (batch: Batch<LogOfBatch>) => void;
  /** A request that could not be read at all. */
  readonly onBroken: () => void;
}

const unzip = promisify(gunzip);

/**
 * Receives OTLP over HTTP, as protobuf and as JSON, packed or not.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export function receiveTelemetry(app: FastifyInstance, options: ReceiverOptions): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['application/x-protobuf', 'application/json'],
      { parseAs: 'buffer', bodyLimit: options.maxBytes },
      (_request, body, done) => done(null, body),
    );
    const receive = (path: string, read: (body: Buffer, isJson: boolean) => number): void => {
      scope.post(path, async (request, reply) => {
        const isJson = /json/i.test(request.headers['content-type'] ?? '');
        const body = await unpack(request, options.maxBytes);
        return answer(
          reply,
          isJson,
          attempt(() => read(body, isJson), options.onBroken),
        );
      });
    };
    receive('/v1/traces', (body, isJson) => {
      const batch = isJson ? readJsonSpans(parse(body)) : readProtobufSpans(body);
      options.onSpans(batch);
      return batch.rejected;
    });
    receive('/v1/logs', (body, isJson) => {
      const batch = isJson ? readJsonLogs(parse(body)) : readProtobufLogs(body);
      options.onLogs(batch);
      return batch.rejected;
    });
    // The figures of the pages come from spans and admin services: nothing of metrics is kept.
    receive('/v1/metrics', () => 0);
  });
}

async function unpack(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') {
    throw new HttpRefusal(
      415,
      'UNKNOWN_ENCODING',
      `content-encoding must be gzip, got ${encoding}`,
    );
  }
  try {
    return await unzip(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge
      ? new HttpRefusal(413, 'TOO_LARGE', `more than ${maxBytes} bytes when unpacked`, { cause })
      : new HttpRefusal(400, 'NOT_GZIP', 'the body is not gzip', { cause });
  }
}

function parse(body: Buffer): unknown {
  return JSON.parse(body.toString('utf8'));
}

function attempt(read: () => number, onBroken: () => void): number {
  try {
    return read();
  } catch (cause) {
    onBroken();
    throw new HttpRefusal(400, 'NOT_OTLP', `not readable as OTLP: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/**
 * `Export…ServiceResponse`, with its `partial_success` where something was rejected: field 1 of both,
 * and in it field 1, the number of what was, in every signal.
 */
function answer(reply: FastifyReply, isJson: boolean, rejected: number): unknown {
  if (isJson) {
    return rejected === 0 ? {} : { partialSuccess: { rejectedSpans: String(rejected) } };
  }
  void reply.type('application/x-protobuf');
  if (rejected === 0) return Buffer.alloc(0);
  const count = varint(rejected);
  return Buffer.from([0x0a, count.length + 1, 0x08, ...count]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}
