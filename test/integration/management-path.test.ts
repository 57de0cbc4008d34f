import { beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

/** The way in: mgmt0, a port of br0, whose uplink is one end of a veth pair. */
const topology = (changes: Record<string, string> = {}): string => {
  const part = (name: string, text: string): string => changes[name] ?? text;
  return `
version: 1
name: way
bridges:
  br0: { datapath_type: netdev, fail_mode: ${part('fail_mode', 'standalone')} }
ports:
  mgmt0: { bridge: br0, type: internal, addresses: [${part('addresses', '192.0.2.2/24')}] }
  beside: { bridge: br0, type: internal, addresses: [10.4.0.1/24] }
  ${part('uplink', 'up0: { bridge: br0, type: system }')}
links:
  up0: { kind: veth, peer: up1, state: ${part('state', 'up')} }
routes:
  - ${part('route', '{ to: default, via: 192.0.2.1, dev: mgmt0 }')}
  ${part('second', '')}
flows:
  ${part('flow', '- { bridge: br0, priority: 50, match: "in_port=up0,ip", actions: normal }')}
  - { bridge: br0, priority: 60, match: "in_port=beside,ip", actions: ${part('beside', 'normal')} }
`;
};
const FROM_NETWORK = '192.0.2.77 50000 192.0.2.2 22';
const write = (changes: Record<string, string>) => topologies.write('changed.yaml', topology(changes));
/** A peer that is reached by the default route. */
const FROM_FAR = '198.51.100.9 50000 192.0.2.2 22';
const fromFar = (...args: string[]) => lab.optopo(args, { env: { SSH_CONNECTION: FROM_FAR } });
const overSsh = (...args: string[]) => lab.optopo(args, { env: { SSH_CONNECTION: FROM_NETWORK } });

beforeAll(async () => {
  // Nothing leads anywhere yet, so that there is nothing to guard.
  await topologies.expectApplied(topologies.write('way.yaml', topology()));
});

describe('a plan that cuts off whoever works on the host', () => {
  test.each([
    ['the address goes', { addresses: '192.0.2.3/24' }, 'address/mgmt0/192.0.2.2/24'],
    [
      'the default route goes',
      { route: '{ to: 10.7.0.0/24, via: 192.0.2.1, dev: mgmt0 }' },
      'route/main/default',
    ],
    ['the uplink goes', { uplink: '', flow: '' }, 'port/up0'],
    ['the uplink goes down', { state: 'down' }, 'up0 ('],
    ['the bridge is interrupted', { fail_mode: 'secure' }, 'bridge/br0'],
    ['its flow goes', { flow: '' }, 'flow/br0/0/50/'],
  ])('is refused, naming why: %s', async (_what, changes, id) => {
    const file = write(changes);
    const then = await snapshot(lab);
    const refused = await fromFar('apply', file, '--json');
    const { error } = JSON.parse(refused.stdout);
    expect([refused.exitCode, error.code]).toEqual([1, 'refused']);
    expect(error.message).toContain('the ssh connection from 198.51.100.9 depends on it');
    expect(await snapshot(lab)).toEqual(then);
    const plan = await fromFar('plan', file);
    expect(plan.exitCode).toBe(0);
    const warnings = plan.stderr.split('\n').filter((line) => line.startsWith('warning: cuts you off: '));
    expect(warnings.join('\n')).toContain(id);
  });

  test('is refused for an ssh connection from the same network, which needs no default route', async () => {
    const file = write({ addresses: '192.0.2.3/24' });
    const refused = await overSsh('apply', file);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('the ssh connection from 192.0.2.77 depends on it');
    expect(refused.stderr).toContain('--force-management');
  });

  test('is refused for destroy too', async () => {
    const refused = await fromFar('destroy', '--name', 'way', '--yes');
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('depends on it') });
  });

  test('is carried out with --confirm-timeout, as it can go back, and with --force-management', async () => {
    const file = write({ fail_mode: 'secure' });
    const waiting = await fromFar('apply', file, '--confirm-timeout', '60', '--json');
    expect([waiting.exitCode, JSON.parse(waiting.stdout).outcome]).toEqual([0, 'unconfirmed']);
    expect((await topologies.run('confirm', 'way')).exitCode).toBe(0);
    expect((await fromFar('apply', write({}), '--force-management')).exitCode).toBe(0);
    expect((await topologies.run('plan', write({}), '--detailed-exitcode')).exitCode).toBe(0);
  });

  test('is refused as a plan file and as a rollback too, unless it is forced', async () => {
    const plan = topologies.path('way.plan');
    await fromFar('plan', write({ fail_mode: 'secure' }), '--out', plan);
    for (const args of [
      ['apply', plan],
      ['rollback', 'way'],
    ]) {
      const refused = await fromFar(...args);
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('depends on it') });
      expect(await fromFar(...args, '--force-management', '--lock-timeout', '5')).toMatchObject({
        exitCode: 0,
      });
    }
    expect((await topologies.run('plan', write({}), '--detailed-exitcode')).exitCode).toBe(0);
  });
});

test('without an ssh connection a default route of others is guarded, one of the topology is its own', async () => {
  const file = write({ addresses: '192.0.2.3/24' });
  await lab.run('ip', ['route', 'add', 'default', 'via', '192.0.2.1', 'dev', 'mgmt0', 'metric', '5']);
  const refused = await topologies.run('apply', file);
  expect(refused).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('the default route depends on it'),
  });
  await lab.run('ip', ['route', 'del', 'default', 'metric', '5']);
  await topologies.expectApplied(file);
  await topologies.expectApplied(write({}));
});

test('a plan beside the way is carried out', async () => {
  const file = write({ beside: 'drop' });
  expect(JSON.parse((await fromFar('plan', file, '--json')).stdout).cuts_off).toEqual([]);
  expect((await fromFar('apply', file)).exitCode).toBe(0);
});

test('without a default route, and with a peer that is not reached from here, nothing is guarded', async () => {
  await topologies.expectApplied(
    write({ route: '{ to: 10.7.0.0/24, via: 192.0.2.1, dev: mgmt0 }' }),
    '--force-management',
  );
  const elsewhere = { env: { SSH_CONNECTION: '198.51.100.9 50000 198.51.100.1 22' } };
  const destroyed = await lab.optopo(['destroy', '--name', 'way', '--yes'], elsewhere);
  expect(destroyed.exitCode).toBe(0);
});
