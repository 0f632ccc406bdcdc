import { UNSUPPORTED_VARIABLE } from './unsupported.ts';

/**
 * What becomes of a resource with settings that cannot be followed. `refuse`: it is an error, and the
 * last good one stays in force where there is one. `warn`: it is taken without them, and a warning
 * says so once.
 */
export type UnsupportedMode = 'refuse' | 'warn';

export type UnsupportedModeReading =
  | { readonly kind: 'mode'; readonly mode: UnsupportedMode }
  | { readonly kind: 'broken'; readonly rule: string; readonly value: string };

/** By `BALLAST_XDS_UNSUPPORTED`; default `refuse`. */
export function readUnsupportedMode(
  environment: Readonly<Record<string, string | undefined>>,
): UnsupportedModeReading {
  const value = environment[UNSUPPORTED_VARIABLE] || 'refuse';
  if (value === 'refuse' || value === 'warn') return { kind: 'mode', mode: value };
  return { kind: 'broken', rule: `${UNSUPPORTED_VARIABLE} must be refuse or warn`, value };
}
