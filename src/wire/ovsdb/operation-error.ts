import { type ErrorDetails, OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Operation, OperationResult } from './operations.ts';

/** A transaction that OVSDB refused; nothing of it took effect. */
export class OvsdbOperationError extends OptopoError {
  /** Index of the operation that failed; `null` when each succeeded and the commit failed. */
  readonly failedIndex: number | null;

  constructor(failedIndex: number | null, message: string, details: ErrorDetails) {
    super('ovsdb-operation', message, details);
    this.failedIndex = failedIndex;
  }
}

/**
 * The results of a transaction, or the error that it failed with. A transaction has failed when any element
 * has an `error`, also when that is an extra one behind the last operation: then each operation succeeded
 * and the commit did not (RFC 7047 §4.1.3).
 */
export function readTransactionReply(operations: readonly Operation[], reply: Json): OperationResult[] {
  if (!Array.isArray(reply)) {
    throw new OptopoError('protocol', `OVSDB answered a transaction with ${typeof reply} instead of a list`);
  }
  const failed = reply.findIndex((element) => isJsonObject(element) && element.error !== undefined);
  if (failed !== -1) throw operationError(operations, failed, reply[failed] as JsonObject);
  if (reply.length !== operations.length) {
    throw new OptopoError(
      'protocol',
      `OVSDB answered ${operations.length} operations with ${reply.length} results`,
    );
  }
  return reply as OperationResult[];
}

function operationError(
  operations: readonly Operation[],
  index: number,
  element: JsonObject,
): OvsdbOperationError {
  const operation = operations[index];
  const what = operation ? describeOperation(operation) : 'commit';
  const details = typeof element.details === 'string' ? `: ${element.details}` : '';
  const message = `OVSDB refused the ${what}: ${String(element.error)}${details}`;
  const tried = JSON.stringify(operation ?? operations);
  return new OvsdbOperationError(operation ? index : null, message, { tried, cause: element });
}

/** An operation as messages name it: `insert into Port`. */
function describeOperation(operation: Operation): string {
  if (operation.op === 'comment') return 'comment';
  const preposition = {
    insert: 'into',
    delete: 'from',
    select: 'from',
    update: 'of',
    mutate: 'of',
    wait: 'on',
  };
  return `${operation.op} ${preposition[operation.op]} ${operation.table}`;
}

/** An error that answers a whole request (RFC 7047 §4.1: any method). */
export function requestError(method: string, error: Json): OptopoError {
  const text = isJsonObject(error)
    ? [error.error, error.details].filter((part) => part !== undefined).join(': ')
    : JSON.stringify(error);
  return new OptopoError('ovsdb-operation', `OVSDB refused ${method}: ${text}`, {
    tried: method,
    cause: error,
  });
}
