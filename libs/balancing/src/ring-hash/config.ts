import { ConfigFieldError, ConfigFields } from '../config/config-fields.ts';

/** `ring_hash_experimental`, gRFC A42 and A76. */
export interface RingHashConfig {
  /** The fewest points of the ring. Default 1 024, 1–8 388 608. */
  readonly minRingSize: number;
  /** The most points. Default 4 096, 1–8 388 608, never below `minRingSize`. */
  readonly maxRingSize: number;
  /**
   * The request header whose value places a call (A76), such as `x-user`. Default none; a call
   * without it goes anywhere.
   */
  readonly requestHashHeader: string;
}

const MAX_SIZE = 8 * 1024 * 1024;
const HEADER = /^[a-z0-9_.-]*$/;

/** @throws ConfigFieldError */
export function parseRingHashConfig(json: unknown): RingHashConfig {
  const fields = new ConfigFields('ring_hash_experimental', json);
  const minRingSize = fields.integer('minRingSize', { default: 1_024, min: 1, max: MAX_SIZE });
  const maxRingSize = fields.integer('maxRingSize', { default: 4_096, min: 1, max: MAX_SIZE });
  const requestHashHeader = fields.text('requestHashHeader', '').toLowerCase();
  fields.end();
  if (minRingSize > maxRingSize) {
    throw new ConfigFieldError(
      `ring_hash_experimental.minRingSize must be at most maxRingSize (${maxRingSize}), got ${minRingSize}`,
    );
  }
  if (!HEADER.test(requestHashHeader) || requestHashHeader.endsWith('-bin')) {
    throw new ConfigFieldError(
      `ring_hash_experimental.requestHashHeader must name a text header, got "${requestHashHeader}"`,
    );
  }
  return { minRingSize, maxRingSize, requestHashHeader };
}
