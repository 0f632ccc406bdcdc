import { readJsonSpan } from './json-messages.ts';
import { readWholeSpan } from './protobuf-spans.ts';
import type { EncodedSpan, WholeSpan } from './received.ts';

/** All of a span that is kept. */
export function decodeSpan({ form, text }: EncodedSpan): WholeSpan {
  switch (form) {
    case 'protobuf':
      return readWholeSpan(Buffer.from(text, 'latin1'));
    case 'json':
      return readJsonSpan(JSON.parse(text));
    default:
      return form satisfies never;
  }
}
