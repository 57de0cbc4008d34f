import { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { Operation } from '../../wire/ovsdb/operations.ts';
import { encodeSet, encodeUuid } from '../../wire/ovsdb/values.ts';
import { mutateReferences, rowIs, stillOwned } from './row-operations.ts';
import { type BridgeRow, foreignPorts, type PortRow } from './snapshot.ts';

/** Takes a port off its bridge; its rows go with the last reference to them. Pure. */
export function deletePort(step: Step, port: PortRow): Operation[] {
  return [
    stillOwned('Port', port, step.owner),
    mutateReferences({ table: 'Bridge', where: [['name', '==', port.bridge]], column: 'ports' }, 'delete', [
      encodeUuid(port.uuid),
    ]),
  ];
}

/**
 * Takes a bridge away, with our ports that are still on it. `removed` are uuids of ports that the same
 * transaction has taken off before. Throws `refused` when it carries a port that is not ours; when one comes
 * in between, the transaction fails. Pure.
 */
export function deleteBridge(step: Step, bridge: BridgeRow, removed: ReadonlySet<string>): Operation[] {
  const left = bridge.ports.filter(({ uuid }) => !removed.has(uuid));
  const foreign = foreignPorts({ ...bridge, ports: left }, step.owner);
  if (foreign.length > 0) {
    const names = foreign.map(({ name }) => name).join(', ');
    throw new OptopoError('refused', `bridge ${bridge.name} carries ports that are not ours: ${names}`, {
      resource: step.id,
      hint: 'take these ports off the bridge first, or leave the bridge as it is',
    });
  }
  return [
    stillOwned('Bridge', bridge, step.owner),
    {
      op: 'wait',
      table: 'Bridge',
      where: rowIs(bridge.uuid),
      columns: ['ports'],
      until: '==',
      rows: [{ ports: encodeSet(left.map(({ uuid }) => encodeUuid(uuid))) }],
      timeout: 0,
    },
    mutateReferences({ table: 'Open_vSwitch', where: [], column: 'bridges' }, 'delete', [
      encodeUuid(bridge.uuid),
    ]),
  ];
}
