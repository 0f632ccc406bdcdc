/** A row that was not taken. */
export interface RowError {
  /** Counted from 1, in the order sent. */
  readonly row: bigint;
  /** As sent, at most 64 characters of it. */
  readonly sku: string;
  /** Field and rule, in words. */
  readonly error: string;
}

/** Counts what becomes of the rows of an import. Keeps the first 100 refusals, so that its size is bounded. */
export interface ImportReport {
  /** Counts a row that was refused. */
  refuse(
    row: bigint,
    sku: string,
    violations: readonly { field: string; description: string }[],
  ): void;
  /** Counts rows that are taken for good. */
  take(rows: number): void;
  readonly imported: bigint;
  readonly rejected: bigint;
  readonly errors: readonly RowError[];
}

const maxErrors = 100;
const maxSkuCharacters = 64;

export function createImportReport(): ImportReport {
  let imported = 0n;
  let rejected = 0n;
  const errors: RowError[] = [];

  return {
    refuse(row, sku, violations) {
      rejected += 1n;
      if (errors.length === maxErrors) return;
      errors.push({
        row,
        sku: sku.slice(0, maxSkuCharacters),
        error: violations.map(({ field, description }) => `${field}: ${description}`).join('; '),
      });
    },
    take(rows) {
      imported += BigInt(rows);
    },
    get imported() {
      return imported;
    },
    get rejected() {
      return rejected;
    },
    errors,
  };
}
