import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api';
import { ERROR_TYPE, OLD_RPC_STATUS_CODE, RPC_STATUS_CODE } from '../names/span-attributes.ts';
import type { Stability } from '../names/stability.ts';
import { statusName } from '../names/status-name.ts';

export function statusAttributes(code: number, isError: boolean, stability: Stability): Attributes {
  const name = statusName(code);
  return {
    [RPC_STATUS_CODE]: name,
    ...(isError && { [ERROR_TYPE]: name }),
    ...(stability === 'rpc/dup' && { [OLD_RPC_STATUS_CODE]: code }),
  };
}

/** Writes how a call or an attempt ended, and ends its span. */
export function endSpan(
  span: Span,
  code: number,
  details: string,
  isError: boolean,
  stability: Stability,
): void {
  span.setAttribute(RPC_STATUS_CODE, statusName(code));
  if (stability === 'rpc/dup') span.setAttribute(OLD_RPC_STATUS_CODE, code);
  if (isError) {
    span.setAttribute(ERROR_TYPE, statusName(code));
    span.setStatus({ code: SpanStatusCode.ERROR, message: details });
  }
  span.end();
}
