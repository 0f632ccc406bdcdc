/** A file that browsers are given. */
export interface Page {
  readonly content: Buffer;
  /** Its name changes with its content, so it need not be asked for again. */
  readonly isForever: boolean;
}

/** By path, `/index.html` and `/assets/…`. */
export type Pages = ReadonlyMap<string, Page>;
