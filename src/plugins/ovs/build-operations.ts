import { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { Operation } from '../../wire/ovsdb/operations.ts';
import { createBridge, createPort } from './create-operations.ts';
import { deleteBridge, deletePort } from './delete-operations.ts';
import type { Links } from './live-resources.ts';
import { adoptRows, releaseRows } from './mark-operations.ts';
import type { BridgeRow, PortRow, Snapshot } from './snapshot.ts';
import { isBridge, nameOf } from './step-names.ts';
import { updateBridge, updatePort } from './update-operations.ts';

/** The operations of one transaction, and which step each belongs to. */
export interface Transaction {
  operations: Operation[];
  steps: Step[];
}

/** An error of one step among several. */
export class StepError extends Error {
  readonly step: Step;
  readonly reason: OptopoError;

  constructor(step: Step, reason: OptopoError) {
    super(reason.message, { cause: reason });
    this.step = step;
    this.reason = reason;
  }
}

/**
 * All steps, in their order, as one transaction against what was read just before. A step whose object is
 * gone already has nothing to delete or release. Throws `StepError` for a step that cannot be done. Pure.
 */
export function buildTransaction(steps: readonly Step[], snapshot: Snapshot, links: Links): Transaction {
  const transaction: Transaction = { operations: [], steps: [] };
  const removed = new Set<string>();
  for (const [index, step] of steps.entries()) {
    for (const operation of operationsOf(step, index, { snapshot, links, removed })) {
      transaction.operations.push(operation);
      transaction.steps.push(step);
    }
  }
  return transaction;
}

interface Surroundings {
  snapshot: Snapshot;
  links: Links;
  /** Ports that earlier steps of the transaction take away, by uuid. */
  removed: Set<string>;
}

function operationsOf(step: Step, index: number, around: Surroundings): Operation[] {
  try {
    return isBridge(step) ? bridgeOperations(step, index, around) : portOperations(step, index, around);
  } catch (error) {
    if (error instanceof OptopoError) throw new StepError(step, error);
    throw error;
  }
}

function bridgeOperations(
  step: Step,
  index: number,
  { snapshot, links, removed }: Surroundings,
): Operation[] {
  const { operation } = step;
  if (operation === 'create') return createBridge(step, index);
  const bridge = snapshot.bridges.get(nameOf(step));
  if (!bridge) return gone(step);
  if (operation === 'delete') return deleteBridge(step, bridge, removed);
  if (operation === 'update') return updateBridge(step, bridge, index);
  return markOperations(step, bridge, links);
}

function portOperations(step: Step, index: number, { snapshot, links, removed }: Surroundings): Operation[] {
  const { operation } = step;
  if (operation === 'create') return createPort(step, index, links);
  const port = snapshot.ports.get(nameOf(step));
  if (!port) return gone(step);
  if (operation === 'update') return updatePort(step, port);
  if (operation !== 'delete') return markOperations(step, port, links);
  removed.add(port.uuid);
  return deletePort(step, port);
}

function markOperations(step: Step, object: BridgeRow | PortRow, links: Links): Operation[] {
  if (step.operation === 'adopt') return adoptRows(step, object, links);
  if (step.operation === 'release') return releaseRows(step, object);
  throw new OptopoError('bug', `the ovs plugin has no ${step.operation}`);
}

function gone(step: Step): Operation[] {
  if (step.operation === 'delete' || step.operation === 'release') return [];
  throw new OptopoError('not-found', `${step.id} is gone`, { hint: 'plan again' });
}
