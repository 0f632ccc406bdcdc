/**
 * Which names are written: those of the release candidate alone (`rpc`), or the old ones beside them
 * (`rpc/dup`), for dashboards that still read those.
 */
export type Stability = 'rpc' | 'rpc/dup';

/**
 * Reads `OTEL_SEMCONV_STABILITY_OPT_IN`, a list with commas that other conventions share. The old
 * names alone are not to be had: there was no release of this library that wrote them.
 */
export function parseStability(optIn: string | undefined): Stability {
  const words = (optIn ?? '').split(',').map((word) => word.trim());
  return words.includes('rpc/dup') ? 'rpc/dup' : 'rpc';
}
