import { toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { Operation } from '../../wire/ovsdb/operations.ts';
import type { Checkpoint, PluginContext, StepResult } from '../contract.ts';
import { rollbackByInverse } from '../undo.ts';
import { applySteps } from './apply.ts';
import { encodeColumns, PORT_COLUMNS } from './columns.ts';
import { rowIs, stillOwned } from './row-operations.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import { nameOf } from './step-names.ts';

/**
 * Undoes steps. A port that was made anew got its MAC and its OpenFlow number by requests for them; once it has
 * them, requests that nobody made before are taken out of its row again, and it keeps both (measured). Those of a
 * bridge have to stay: without them ovs-vswitchd chooses anew at once.
 */
export async function rollbackRows(
  context: PluginContext,
  checkpoint: Checkpoint,
  steps: readonly Step[],
): Promise<StepResult[]> {
  const results = await rollbackByInverse({ applyState: applySteps }, context, checkpoint, steps);
  const undone = new Set(results.filter(({ status }) => status === 'done').map(({ key }) => key));
  const anew = steps.filter(({ key, operation, id }) => {
    return operation === 'delete' && id.startsWith('port/') && undone.has(key);
  });
  if (anew.length === 0) return results;
  try {
    await withdrawRequests(context, anew);
    return results;
  } catch (thrown) {
    const error = toOptopoError(thrown);
    const keys = new Set(anew.map(({ key }) => key));
    return results.map((result) => (keys.has(result.key) ? { ...result, status: 'failed', error } : result));
  }
}

async function withdrawRequests({ ovsdb, signal }: PluginContext, steps: readonly Step[]): Promise<void> {
  const client = await ovsdb();
  const snapshot = await readSnapshot(client, { signal });
  const operations = steps.flatMap((step) => withdrawal(step, snapshot));
  if (operations.length > 0) await client.transact(operations, { signal });
}

/** Puts the requests of one port back to what was asked for before. Pure. */
function withdrawal(step: Step, { ports }: Snapshot): Operation[] {
  const port = ports.get(nameOf(step));
  const [device] = port?.interfaces ?? [];
  if (port === undefined || device === undefined) return [];
  const { hwaddr = null, ofport_request = null } = step.live?.attributes ?? {};
  const requests = { hwaddr, ofport_request };
  const row = encodeColumns(PORT_COLUMNS, 'Interface', requests);
  return [
    stillOwned('Port', port, step.owner),
    { op: 'update', table: 'Interface', where: rowIs(device.uuid), row },
  ];
}
