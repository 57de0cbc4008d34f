import { OptopoError } from '../../model/error.ts';
import type { OvsdbClient } from '../../wire/ovsdb/client.ts';
import { OvsdbOperationError } from '../../wire/ovsdb/operation-error.ts';
import type { CallOptions, Operation } from '../../wire/ovsdb/operations.ts';
import { commitForVswitchd } from '../../wire/ovsdb/vswitchd.ts';
import { StepError, type Transaction } from './build-operations.ts';

/**
 * Commits a transaction; returns the number to wait for. Throws `StepError` where one step's operation was
 * refused (then nothing of it took effect), else what `transact` throws.
 */
export async function commit(
  client: OvsdbClient,
  transaction: Transaction,
  options: CallOptions,
): Promise<number> {
  try {
    return (await commitForVswitchd(client, transaction.operations, options)).nextCfg;
  } catch (error) {
    if (!(error instanceof OvsdbOperationError) || error.failedIndex === null) throw error;
    const step = transaction.steps[error.failedIndex];
    const operation = transaction.operations[error.failedIndex];
    if (!step || !operation) throw error;
    throw new StepError(step, explain(operation, step.id, error));
  }
}

/** A `wait` that fails is one of our own guards. */
function explain(operation: Operation, id: string, error: OvsdbOperationError): OptopoError {
  if (operation.op !== 'wait') return error;
  const { tried } = error;
  const [column, , value] = operation.where[0] ?? [];
  if (operation.table === 'Bridge' && column === 'name') {
    return new OptopoError('not-found', `bridge ${String(value)} does not exist`, { tried, cause: error });
  }
  return new OptopoError('stale-plan', `${id} was changed by someone else since it was read`, {
    tried,
    hint: 'plan again',
    cause: error,
  });
}
