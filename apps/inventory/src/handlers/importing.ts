import type { ImportStockRequest, ImportStockResponse } from '@ballast/contracts';
import type { CallContext } from '@ballast/server';
import { isStatusError, StatusError } from '@ballast/status';
import type { FieldViolation } from '@ballast/status';
import { createImportReport } from '../domain/import-report.ts';
import type { ImportRow } from '../domain/import-rows.ts';
import type { StockStore } from '../store/stock-store.ts';

/** Rows of one transaction: enough that its round trip does not count, few enough to hold locks briefly. */
const rowsPerBatch = 500;

/**
 * ImportStock. Good rows are taken in batches, each of them a transaction; the next row is read when
 * its batch has room, so a sender is held back to what the database takes.
 *
 * A call that ends early (cancelled, out of time, database away) has no answer: batches that were
 * committed stay, the open one is dropped whole. The error's `metadata.doneRows` says how many rows,
 * counted from the first, are dealt with: the next import begins after them.
 */
export function createImportingHandlers(store: StockStore) {
  return {
    async importStock(
      requests: AsyncIterable<ImportStockRequest>,
      context: CallContext,
    ): Promise<ImportStockResponse> {
      const report = createImportReport();
      let batch: ImportRow[] = [];
      let row = 0n;
      let doneRows = 0n;
      const takeBatch = async (): Promise<void> => {
        if (batch.length === 0) return;
        await store.importRows(batch, context);
        report.take(batch.length);
        doneRows = row;
        batch = [];
      };
      try {
        for await (const request of requests) {
          row += 1n;
          const violations = violationsOf(request, context);
          if (violations.length > 0) report.refuse(row, request.sku, violations);
          else if (batch.push(request) === rowsPerBatch) await takeBatch();
        }
        await takeBatch();
      } catch (error) {
        throw withProgress(error, doneRows);
      }
      const { imported, rejected, errors } = report;
      return { imported, rejected, errors: [...errors] };
    },
  };
}

function violationsOf(request: ImportStockRequest, context: CallContext): FieldViolation[] {
  const violations = [...context.violationsOf(request)];
  // PostgreSQL's text has no U+0000; one such name would fail all rows of its batch.
  if (request.name.includes('\0')) {
    violations.push({ field: 'name', description: 'must not contain U+0000' });
  }
  return violations;
}

function withProgress(error: unknown, doneRows: bigint): unknown {
  if (!isStatusError(error)) return error;
  const metadata = { ...error.metadata, doneRows: String(doneRows) };
  const { code, message, reason, domain, fieldViolations, retryDelayMs } = error;
  return new StatusError(code, message, {
    reason,
    domain,
    metadata,
    fieldViolations,
    retryDelayMs,
    cause: error,
  });
}
