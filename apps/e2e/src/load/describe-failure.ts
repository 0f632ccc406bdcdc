import type { HttpAnswer } from '../shop/send-request.ts';

/** `503 UNAVAILABLE`: a status with the reason that the problem document gives. */
export function describeAnswer({ status, json }: HttpAnswer): string {
  const reason = (json as { reason?: unknown } | undefined)?.reason;
  return typeof reason === 'string' ? `${status} ${reason}` : String(status);
}

/** `ECONNRESET`: a socket's error by its code. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
