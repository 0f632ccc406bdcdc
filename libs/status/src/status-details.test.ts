import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Code,
  decodeStatus,
  detailsMaxBytes,
  encodeStatusDetails,
  fitMessage,
  messageMaxBytes,
  StatusError,
  unavailable,
} from './index.ts';
import { Status } from './gen/google/rpc/error_details.ts';
import { typeUrls } from './type-urls.ts';

const codes = Object.values(Code).filter((code) => code !== Code.OK);
const anyText = (maxLength: number) =>
  fc.string({
    maxLength,
    unit: fc.integer({ min: 0, max: 0xffff }).map((u) => String.fromCharCode(u)),
  });
const shortText = (maxLength: number) => fc.string({ maxLength, unit: 'binary' });
// The generated decoder assigns keys, and `__proto__` cannot be assigned.
const keyText = shortText(15).filter((key) => key !== '__proto__');
const anyError = (text: typeof anyText, sizes: { text: number; entries: number }) =>
  fc
    .record({
      code: fc.constantFrom(...codes),
      message: text(sizes.text),
      reason: fc.option(text(sizes.text), { nil: undefined }),
      domain: fc.option(text(sizes.text), { nil: undefined }),
      metadata: fc.dictionary(keyText, text(sizes.text), { maxKeys: sizes.entries }),
      fieldViolations: fc.array(
        fc.record(
          { field: text(sizes.text), description: text(sizes.text), reason: text(sizes.text) },
          { requiredKeys: ['field', 'description'] },
        ),
        { maxLength: sizes.entries },
      ),
      retryDelayMs: fc.option(fc.oneof(fc.nat(), fc.double()), { nil: undefined }),
    })
    .map(({ code, message, ...details }) => new StatusError(code, message, details));

const factsOf = (error: StatusError) => ({
  code: error.code,
  message: error.message,
  reason: error.reason === '' ? undefined : error.reason,
  domain: error.domain === '' ? undefined : error.domain,
  metadata: { ...error.metadata },
  fieldViolations: error.fieldViolations.map(({ field, description, reason }) => ({
    field,
    description,
    reason: reason === '' ? undefined : reason,
  })),
  retryDelayMs: error.retryDelayMs,
});

describe('status details', () => {
  it('come back as they went, whatever the text', () => {
    fc.assert(
      fc.property(anyError(shortText, { text: 15, entries: 5 }), (error) => {
        const decoded = decodeStatus(error.code, error.message, encodeStatusDetails(error));
        expect(factsOf(decoded)).toEqual(factsOf(error));
      }),
      { numRuns: 300 },
    );
  });

  it('never outgrow their room, even of lone surrogates and long texts', () => {
    fc.assert(
      fc.property(anyError(anyText, { text: 2000, entries: 40 }), (error) => {
        const bytes = encodeStatusDetails(error);
        expect(bytes.length).toBeLessThanOrEqual(detailsMaxBytes);
        expect(encodeURI(fitMessage(error.message)).length).toBeLessThanOrEqual(messageMaxBytes);
        const decoded = decodeStatus(error.code, error.message, bytes);
        expect(decoded.retryDelayMs).toBe(error.retryDelayMs);
      }),
      { numRuns: 100 },
    );
  });

  it('never throw on corrupt bytes', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.uint8Array({ maxLength: 200 }),
        anyError(shortText, { text: 15, entries: 3 }),
        fc.nat(),
        (code, noise, error, position) => {
          expect(decodeStatus(code, 'x', noise).message).toBe('x');
          const bytes = encodeStatusDetails(error);
          const flipped = bytes.map((byte, at) =>
            at === position % bytes.length ? byte ^ 255 : byte,
          );
          expect(decodeStatus(error.code, 'x', flipped).code).toBe(error.code);
          expect(
            decodeStatus(error.code, 'x', bytes.subarray(0, position % bytes.length)).code,
          ).toBe(error.code);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keep as many field violations as find room, in their order', () => {
    const fieldViolations = Array.from({ length: 500 }, (_, row) => ({
      field: `items[${row}].quantity`,
      description: 'must be at least 1',
    }));
    const error = new StatusError(Code.INVALID_ARGUMENT, 'wrong', { fieldViolations });
    const decoded = decodeStatus(error.code, error.message, encodeStatusDetails(error));
    expect(decoded.fieldViolations.length).toBeGreaterThan(50);
    expect(decoded.fieldViolations).toEqual(
      fieldViolations.slice(0, decoded.fieldViolations.length),
    );
  });

  it('leave room for violations, however much metadata there is', () => {
    const metadata = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`key-${at}`, 'v'.repeat(200)]),
    );
    const fieldViolations = [{ field: 'sku', description: 'must not be empty' }];
    const error = new StatusError(Code.INVALID_ARGUMENT, 'wrong', { metadata, fieldViolations });
    const decoded = decodeStatus(error.code, error.message, encodeStatusDetails(error));
    expect(Object.keys(decoded.metadata)).toEqual(['key-0', 'key-1', 'key-2', 'key-3']);
    expect(decoded.fieldViolations).toEqual(fieldViolations);
  });

  it('of unknown types are passed over', () => {
    const status = Status.decode(encodeStatusDetails(unavailable('away', { reason: 'AWAY' })));
    status.details.unshift({ typeUrl: 'type.googleapis.com/x.Y', value: Buffer.from([1, 2, 3]) });
    const decoded = decodeStatus(Code.UNAVAILABLE, 'away', Status.encode(status).finish());
    expect(decoded.reason).toBe('AWAY');
  });

  it('that speak of another code are passed over', () => {
    const bytes = encodeStatusDetails(unavailable('away', { reason: 'AWAY' }));
    expect(decodeStatus(Code.INTERNAL, 'away', bytes).reason).toBeUndefined();
  });

  it('say "at once" apart from saying nothing', () => {
    const atOnce = encodeStatusDetails(unavailable('away', { retryDelayMs: 0 }));
    expect(decodeStatus(Code.UNAVAILABLE, 'away', atOnce).retryDelayMs).toBe(0);
    const emptyRetryInfo = { typeUrl: typeUrls.retryInfo, value: Buffer.alloc(0) };
    const foreign = { code: Code.UNAVAILABLE, message: 'away', details: [emptyRetryInfo] };
    const bytes = Status.encode(foreign).finish();
    expect(decodeStatus(Code.UNAVAILABLE, 'away', bytes).retryDelayMs).toBe(0);
    const silent = encodeStatusDetails(unavailable('away'));
    expect(decodeStatus(Code.UNAVAILABLE, 'away', silent).retryDelayMs).toBeUndefined();
  });

  it('of a number that is no code, or of OK, are UNKNOWN', () => {
    expect(decodeStatus(99, 'odd').code).toBe(Code.UNKNOWN);
    expect(decodeStatus(Code.OK, 'odd').code).toBe(Code.UNKNOWN);
  });
});
