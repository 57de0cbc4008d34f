import { describe, expect, test } from 'vitest';
import { OptopoError } from '../../src/model/error.ts';
import { PLUGINS } from '../../src/plugins/registry.ts';
import { strikingAt, tryDaemonFault } from '../support/faults/daemon-faults.ts';
import type { Scenario } from '../support/faults/scenarios.ts';
import { type OnTransaction, withTransactions } from '../support/faults/transactions.ts';
import { type TestLab, useLab } from '../support/lab.ts';

const lab: TestLab = useLab();
const CREATE: Scenario = { topology: 'mixed', phase: 'create' };
const UPDATE: Scenario = { topology: 'mixed', phase: 'update' };

const restart = async (daemon: 'ovsdb-server' | 'ovs-vswitchd'): Promise<void> => {
  await lab.killDaemon(daemon);
  await lab.startDaemon(daemon);
};
const none = async (): Promise<void> => undefined;

describe('ovs-vswitchd', () => {
  test.for([
    [CREATE, 'create:address/mi0/10.20.1.1/24'],
    [UPDATE, 'update:container/ms1'],
  ] as const)('killed and started again: %o', async ([scenario, key], context) => {
    const plugins = strikingAt(key, 'before', () => restart('ovs-vswitchd'));
    await tryDaemonFault(lab, context, { scenario, plugins, mend: none });
  });

  test('killed for good before its bridges are made: the apply fails and does not hang', async (context) => {
    const plugins = strikingAt('create:bridge/mbr0', 'before', () => lab.killDaemon('ovs-vswitchd'));
    const mend = () => lab.startDaemon('ovs-vswitchd');
    const report = await tryDaemonFault(lab, context, { scenario: CREATE, plugins, mend });
    expect(report).toMatchObject({ outcome: 'failed' });
  });
});

describe('ovsdb-server', () => {
  test('killed for good in the middle: the apply fails and does not hang', async (context) => {
    const plugins = strikingAt('create:bridge/mbr0', 'after', () => lab.killDaemon('ovsdb-server'));
    const mend = () => lab.startDaemon('ovsdb-server');
    const report = await tryDaemonFault(lab, context, { scenario: CREATE, plugins, mend });
    expect(report).toMatchObject({ outcome: 'failed', error: expect.any(OptopoError) });
    expect(report.notPutBack.join()).toContain('cannot be read');
  });

  /** Ends the server under one transaction: it has taken it or not, and never answers. */
  const lost = (taken: boolean): OnTransaction => {
    let struck = false;
    return async (send) => {
      if (struck) return send();
      struck = true;
      if (taken) await send();
      else lab.signalDaemon('ovsdb-server', 'SIGSTOP');
      const answer = taken ? undefined : send();
      const settled = answer?.catch((error: unknown) => error);
      await restart('ovsdb-server');
      const error = (await settled) ?? new OptopoError('connection-lost', 'the answer was lost by the test');
      throw error;
    };
  };

  test.for([
    [CREATE, true],
    [CREATE, false],
    [UPDATE, true],
    [UPDATE, false],
  ] as const)('restarted with a transaction in flight: %o, taken: %s', async ([scenario, taken], context) => {
    const plugins = withTransactions(PLUGINS, lost(taken));
    const report = await tryDaemonFault(lab, context, { scenario, plugins, mend: none });
    expect(report).toMatchObject({ outcome: taken ? 'failed' : 'rolled-back' });
    expect(report.error).toMatchObject({ code: 'connection-lost' });
  });
});
