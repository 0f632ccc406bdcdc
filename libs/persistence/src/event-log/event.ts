import type { Json } from '../json.ts';

export interface LogEvent<Payload = Json> {
  readonly key: string;
  /** Place among the events of its key. */
  readonly sequence: bigint;
  readonly payload: Payload;
  /** When it was written, by the database's clock. */
  readonly at: Date;
}
