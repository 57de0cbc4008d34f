import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cookieText } from '../../src/model/cookie.ts';
import type { Resource } from '../../src/model/resource.ts';
import type { OwnershipEntry } from '../../src/plugins/contract.ts';
import { openflowPlugin } from '../../src/plugins/openflow/index.ts';
import { stateQuery } from '../../src/plugins/state-query.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import {
  convergeFlows,
  declareFlows,
  externalBridge,
  flowsOn,
  ofctl,
  outcomes,
  planFlows,
  summaryOf,
  vsctl,
} from '../support/flow-host.ts';
import { ovsContext } from '../support/ovs-host.ts';

const OWNER = 'flow-test';
const BRIDGE = 'oft-br';
const PORTS = ['oft-a', 'oft_b', 'oft-c'];
const MARK = cookieText(OWNER);
const inventory = new Map<string, OwnershipEntry>();
let context: Awaited<ReturnType<typeof ovsContext>>;

beforeAll(async () => {
  context = await ovsContext(OWNER);
  context.ownership = {
    lookup: (id) => inventory.get(id),
    topologies: [],
    own: () => [...inventory.values()],
  };
});
beforeEach(async () => {
  inventory.clear();
  await vsctl('add-br', BRIDGE, '--', 'set', 'bridge', BRIDGE, 'datapath_type=netdev', 'fail_mode=secure');
  for (const port of PORTS) await addPort(port);
});
afterEach(() => vsctl('--if-exists', 'del-br', BRIDGE));
afterAll(() => context.close());

function addPort(name: string, ...settings: string[]): Promise<string> {
  return vsctl('add-port', BRIDGE, name, '--', 'set', 'interface', name, 'type=internal', ...settings);
}

async function declared(...lines: string[]): Promise<Resource[]> {
  return [externalBridge(BRIDGE), ...(await declareFlows(BRIDGE, lines, PORTS))];
}

const addForeign = (line: string): Promise<string> => ofctl(context, BRIDGE, 'add-flow', line);

/** One IPv4 packet from the first port through the tables. */
function sendPacket(): Promise<string> {
  const packet = `${'ff'.repeat(6)}02000000000a0800${'00'.repeat(46)}`;
  return ofctl(context, BRIDGE, 'packet-out', `in_port=1 packet=${packet} actions=resubmit(,0)`);
}

describe('converging', () => {
  test('flows come with names, the mark and all their fields, and then nothing is left to do', async () => {
    const desired = await declared(
      'priority=100,in_port=oft-a,ip,nw_dst=10.0.0.0/8 actions=output:oft_b',
      'table=3,priority=7,cookie=0x2a,idle_timeout=300,hard_timeout=900,send_flow_rem,arp actions=oft-c,LOCAL',
      'priority=5,in_port=oft-br actions=oft-br,resubmit(oft_b,3)',
    );
    const plan = await convergeFlows(context, desired);
    expect(summaryOf(plan)).toEqual([
      `create flow/${BRIDGE}/0/100/ip,in_port=oft-a,nw_dst=10.0.0.0/8`,
      `create flow/${BRIDGE}/0/5/in_port=LOCAL`,
      `create flow/${BRIDGE}/3/7/arp`,
    ]);
    expect((await flowsOn(context, BRIDGE)).sort()).toEqual([
      `cookie=${MARK}00000000, priority=100,ip,in_port="oft-a",nw_dst=10.0.0.0/8 actions=output:"oft_b"`,
      `cookie=${MARK}00000000, priority=5,in_port=LOCAL actions=LOCAL,resubmit("oft_b",3)`,
      `cookie=${MARK}0000002a, table=3, idle_timeout=300, hard_timeout=900, send_flow_rem priority=7,arp actions=output:"oft-c",LOCAL`,
    ]);
    expect(summaryOf(await planFlows(context, desired))).toEqual([]);
    expect(await openflowPlugin.verifyState(context, desired)).toEqual([]);
  });

  test.each([
    ['actions', 'priority=9,ip actions=drop', ['actions']],
    ['cookie', 'priority=9,cookie=8,ip actions=output:oft-a', ['cookie']],
    ['idle_timeout', 'priority=9,idle_timeout=60,ip actions=output:oft-a', ['idle_timeout']],
    ['hard_timeout', 'priority=9,hard_timeout=60,ip actions=output:oft-a', ['hard_timeout']],
    ['flags', 'priority=9,send_flow_rem,ip actions=output:oft-a', ['flags']],
  ])('a change of %s is one update, and its omission goes back', async (_name, line, fields) => {
    const before = await declared('priority=9,ip actions=output:oft-a', 'priority=8 actions=drop');
    const after = await declared(line, 'priority=8 actions=drop');
    await convergeFlows(context, before);
    const plan = await convergeFlows(context, after, { last: before });
    expect(plan.changes.map((change) => [change.action, change.fields.map(({ field }) => field)])).toEqual([
      ['update', fields],
    ]);
    expect(summaryOf(await planFlows(context, after, { last: before }))).toEqual([]);
    const back = await convergeFlows(context, before, { last: after });
    expect(back.changes.map(({ action }) => action)).toEqual(['update']);
    expect(summaryOf(await planFlows(context, before, { last: before }))).toEqual([]);
  });

  test('other actions keep the counters', async () => {
    await convergeFlows(context, await declared('priority=9,ip actions=output:oft-a'));
    await sendPacket();
    const counted = async (): Promise<string> => ofctl(context, BRIDGE, 'dump-flows');
    await expect.poll(counted).toContain('n_packets=1');
    await convergeFlows(context, await declared('priority=9,ip actions=output:oft_b'));
    expect(await counted()).toMatch(/n_packets=1,.*actions=output:/);
    expect(await flowsOn(context, BRIDGE)).toEqual([expect.stringContaining('actions=output:"oft_b"')]);
  });

  test('what is no longer declared goes, and only that', async () => {
    const both = await declared('priority=9,ip actions=drop', 'priority=8,in_port=oft-c actions=drop');
    await convergeFlows(context, both);
    const plan = await convergeFlows(context, await declared('priority=9,ip actions=drop'));
    expect(summaryOf(plan)).toEqual([`delete flow/${BRIDGE}/0/8/in_port=oft-c`]);
    expect(await flowsOn(context, BRIDGE)).toEqual([`cookie=${MARK}00000000, priority=9,ip actions=drop`]);
  });

  test('10,000 flows go in at once and read back equal', async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) =>
        `priority=${i},in_port=${PORTS[i % 3]},ip,nw_dst=10.0.${i >> 8}.${i % 256} actions=${PORTS[(i + 1) % 3]}`,
    );
    const desired = await declared(...lines);
    await convergeFlows(context, desired);
    expect((await flowsOn(context, BRIDGE)).length).toBe(10_000);
    expect((await planFlows(context, desired)).steps).toEqual([]);
  });
});

describe('what is not ours', () => {
  test('foreign flows stay byte for byte and are listed, the flows of another topology too', async () => {
    await addForeign('cookie=0xdeadbeef12345678,priority=77,idle_timeout=500,udp,tp_dst=53 actions=output:1');
    const other = { ...context, owner: 'flow-other' };
    await convergeFlows(other, await declared('priority=66,arp actions=drop'));
    const foreign = await flowsOn(context, BRIDGE);
    const desired = await declared('priority=9,ip actions=drop');
    await convergeFlows(context, desired);
    await convergeFlows(context, await declared());
    expect(await flowsOn(context, BRIDGE)).toEqual(foreign);
    const live = await openflowPlugin.queryCurrentState(context, stateQuery(context, desired));
    expect(live.map(({ id, owner, system }) => [id, owner, system])).toEqual(
      expect.arrayContaining([[`flow/${BRIDGE}/0/77/udp,tp_dst=53`, null, false]]),
    );
  });

  test('a flow of another topology is known by the mark that this one has on a bridge', async () => {
    await vsctl('set', 'bridge', BRIDGE, 'external_ids:optopo-owner=flow-other');
    await convergeFlows({ ...context, owner: 'flow-other' }, await declared('priority=66,arp actions=drop'));
    const plan = await planFlows(context, await declared('priority=66,arp actions=NORMAL'), { adopt: true });
    expect(plan.conflicts.map(({ owner }) => owner)).toEqual(['flow-other']);
    expect(plan.steps).toEqual([]);
  });

  test('a foreign flow of the same identity is a conflict, adopted when asked, released with its cookie', async () => {
    await addForeign('cookie=0xdeadbeef12345678,priority=9,ip actions=output:1');
    const foreign = await flowsOn(context, BRIDGE);
    const desired = await declared('priority=9,ip actions=drop');
    const id = desired[1]?.id as string;
    expect((await planFlows(context, desired)).conflicts.map(({ id }) => id)).toEqual([id]);

    const plan = await planFlows(context, desired, { adopt: true });
    expect(summaryOf(plan)).toEqual([`adopt ${id}`, `update ${id}`]);
    const checkpoint = openflowPlugin.createCheckpoint(plan.steps);
    expect(outcomes(await openflowPlugin.applyState(context, plan.steps))).toEqual(['done', 'done']);
    expect(await flowsOn(context, BRIDGE)).toEqual([`cookie=${MARK}12345678, priority=9,ip actions=drop`]);
    await openflowPlugin.rollback(context, checkpoint, plan.steps);
    expect(await flowsOn(context, BRIDGE)).toEqual(foreign);

    await convergeFlows(context, desired, { adopt: true });
    inventory.set(id, { id, owner: OWNER, adopted: true });
    const release = await convergeFlows(context, await declared());
    expect(summaryOf(release)).toEqual([`release ${id}`]);
    expect(await flowsOn(context, BRIDGE)).toEqual(['cookie=0x12345678, priority=9,ip actions=drop']);
  });

  test('a foreign flow that appears after the plan fails the step and is not overwritten', async () => {
    const plan = await planFlows(
      context,
      await declared('priority=9,ip actions=drop', 'priority=8 actions=drop'),
    );
    await addForeign('cookie=5,priority=9,ip actions=output:1');
    const results = outcomes(await openflowPlugin.applyState(context, plan.steps));
    expect(results).toEqual(
      Array(2).fill(expect.stringMatching(/^failed: conflict: a flow of somebody else/)),
    );
    expect(await flowsOn(context, BRIDGE)).toEqual(['cookie=0x5, priority=9,ip actions=output:"oft-a"']);
  });

  test('a deletion leaves a flow that somebody has replaced since', async () => {
    await convergeFlows(context, await declared('priority=9,ip actions=drop'));
    const plan = await planFlows(context, await declared());
    await addForeign('cookie=5,priority=9,ip actions=output:1');
    expect(outcomes(await openflowPlugin.applyState(context, plan.steps))).toEqual(['done']);
    expect(await flowsOn(context, BRIDGE)).toEqual(['cookie=0x5, priority=9,ip actions=output:"oft-a"']);
  });

  test('the default flow of a standalone bridge is the system’s, gives way, and comes back', async () => {
    await vsctl('set', 'bridge', BRIDGE, 'fail_mode=standalone');
    await expect.poll(() => flowsOn(context, BRIDGE)).toEqual(['priority=0 actions=NORMAL']);
    const desired = await declared('priority=0 actions=drop');
    const [live] = await openflowPlugin.queryCurrentState(context, stateQuery(context, desired));
    expect(live).toMatchObject({ system: true, owner: null });
    await convergeFlows(context, desired);
    expect(await flowsOn(context, BRIDGE)).toEqual([`cookie=${MARK}00000000, priority=0 actions=drop`]);
    await convergeFlows(context, await declared());
    expect(await flowsOn(context, BRIDGE)).toEqual(['priority=0 actions=NORMAL']);
  });

  test('flows that ours have learned are neither unmanaged nor pruned', async () => {
    const desired = await declared(
      'priority=1 actions=learn(table=10,idle_timeout=300,priority=20,cookie=0x99,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])',
    );
    await convergeFlows(context, desired);
    await sendPacket();
    await expect.poll(() => flowsOn(context, BRIDGE)).toHaveLength(2);
    const live = await openflowPlugin.queryCurrentState(context, stateQuery(context, desired));
    expect(live.find(({ id }) => id.startsWith(`flow/${BRIDGE}/10/`))).toMatchObject({
      system: true,
      owner: null,
    });
    expect(summaryOf(await planFlows(context, desired))).toEqual([]);
  });
});

describe('ports', () => {
  test('a port that came back with another number has its flows again, and no other port has them', async () => {
    const desired = await declared('priority=9,in_port=oft-a actions=output:oft_b');
    await convergeFlows(context, desired);
    await vsctl('del-port', BRIDGE, 'oft-a');
    await addPort('oft-new', 'ofport_request=1');
    await addPort('oft-a', 'ofport_request=50');
    const plan = await convergeFlows(context, desired);
    expect(summaryOf(plan)).toEqual([
      `create flow/${BRIDGE}/0/9/in_port=oft-a`,
      `delete flow/${BRIDGE}/0/9/in_port=oft-new`,
    ]);
    expect(await flowsOn(context, BRIDGE)).toEqual([
      `cookie=${MARK}00000000, priority=9,in_port="oft-a" actions=output:"oft_b"`,
    ]);
  });

  test('a flow to a port that is gone keeps the number in its id and is removed', async () => {
    await convergeFlows(context, await declared('priority=9,in_port=oft-a actions=drop'));
    await vsctl('del-port', BRIDGE, 'oft-a');
    const desired = await declared();
    const plan = await convergeFlows(context, desired);
    expect(summaryOf(plan)).toEqual([`delete flow/${BRIDGE}/0/9/in_port=1`]);
    expect(await flowsOn(context, BRIDGE)).toEqual([]);
  });

  test('a field at a port’s place is no port', async () => {
    const desired = await declared(
      'priority=9,in_port=oft-a actions=output:NXM_NX_REG0[]',
      'priority=8,in_port=oft-a actions=clone(output:NXM_NX_REG1[0..15]),oft_b',
    );
    await convergeFlows(context, desired);
    expect(summaryOf(await planFlows(context, desired))).toEqual([]);
  });

  test('a port declared by its number reads as declared', async () => {
    const desired = await declared('priority=9,in_port=1 actions=output:2,output:oft-c');
    await convergeFlows(context, desired);
    expect(desired[1]?.id).toBe(`flow/${BRIDGE}/0/9/in_port=1`);
    expect(summaryOf(await planFlows(context, desired))).toEqual([]);
  });

  test('one flow declared by name and by number is refused', async () => {
    const desired = await declared(
      'priority=9,in_port=1 actions=drop',
      'priority=9,in_port=oft-a actions=NORMAL',
    );
    await expect(convergeFlows(context, desired)).rejects.toThrow(
      /is the same flow as flow\/oft-br\/0\/9\/in_port=/,
    );
    expect(await flowsOn(context, BRIDGE)).toEqual([]);
  });

  test('a port that has no number fails its flow by name, and nothing of the bundle is done', async () => {
    await vsctl('add-port', BRIDGE, 'oft-none');
    const desired = [
      externalBridge(BRIDGE),
      ...(await declareFlows(
        BRIDGE,
        ['priority=9 actions=output:oft-none', 'priority=8 actions=drop'],
        ['oft-none'],
      )),
    ];
    await expect(convergeFlows(context, desired)).rejects.toThrow(
      `port oft-none of bridge ${BRIDGE} has no OpenFlow number: Open vSwitch could not open its device`,
    );
    expect(await flowsOn(context, BRIDGE)).toEqual([]);
  });

  test('a port that gets its number late is waited for', async () => {
    await vsctl('add-port', BRIDGE, 'oft-late');
    const desired = [
      externalBridge(BRIDGE),
      ...(await declareFlows(BRIDGE, ['priority=9 actions=oft-late'], ['oft-late'])),
    ];
    const plan = await planFlows(context, desired);
    const applying = openflowPlugin.applyState(context, plan.steps);
    await runCommand('ip', ['link', 'add', 'oft-late', 'type', 'veth', 'peer', 'name', 'oft-peer']);
    try {
      expect(outcomes(await applying)).toEqual(['done']);
      expect(await flowsOn(context, BRIDGE)).toEqual([
        `cookie=${MARK}00000000, priority=9 actions=output:"oft-late"`,
      ]);
    } finally {
      await runCommand('ip', ['link', 'del', 'oft-late']);
    }
  });

  test('a port that is not there is not waited for', async () => {
    const desired = [
      externalBridge(BRIDGE),
      ...(await declareFlows(BRIDGE, ['priority=9 actions=oft-absent'], ['oft-absent'])),
    ];
    const plan = await planFlows(context, desired);
    const results = await openflowPlugin.applyState(context, plan.steps);
    expect(outcomes(results)).toEqual([`failed: apply-failed: bridge ${BRIDGE} has no port oft-absent`]);
  });
});

describe('refusals and faults', () => {
  test('OVS’s refusal names the flow and its line, and the bundle leaves nothing', async () => {
    const desired = await declared(
      'priority=9,ip actions=drop',
      'priority=8,in_port=oft-a actions=meter:1,output:oft_b',
    );
    const plan = await planFlows(context, desired);
    const results = await openflowPlugin.applyState(context, plan.steps);
    expect(outcomes(results)).toEqual(
      Array(2).fill(expect.stringContaining('refused the flow: OFPMMFC_INVALID_METER')),
    );
    expect(results[0]?.error).toMatchObject({
      resource: `flow/${BRIDGE}/0/8/in_port=oft-a`,
      source: { line: 11 },
      hint: 'the meter has to be on the bridge first',
      message: expect.stringContaining('in_port=oft-a actions=meter:1,output:oft_b'),
    });
    expect(await flowsOn(context, BRIDGE)).toEqual([]);
  });

  test('a bridge that is gone has no flows: removing one is done, making one fails', async () => {
    const desired = await declared('priority=9,ip actions=drop');
    await convergeFlows(context, desired);
    const removal = await planFlows(context, await declared());
    await vsctl('del-br', BRIDGE);
    expect(await openflowPlugin.queryCurrentState(context, stateQuery(context, desired))).toEqual([]);
    expect(outcomes(await openflowPlugin.applyState(context, removal.steps))).toEqual(['done']);
    const making = await planFlows(context, desired);
    expect(outcomes(await openflowPlugin.applyState(context, making.steps))).toEqual([
      `failed: not-found: bridge ${BRIDGE} does not exist or is not running`,
    ]);
  });

  test('a bridge that OVS cannot make has no flows', async () => {
    await vsctl('--no-wait', 'add-br', 'oft-bad', '--', 'set', 'bridge', 'oft-bad', 'datapath_type=nonsense');
    try {
      const desired = [externalBridge('oft-bad')];
      expect(await openflowPlugin.queryCurrentState(context, stateQuery(context, desired))).toEqual([]);
    } finally {
      await vsctl('del-br', 'oft-bad');
    }
  });

  test('a bridge that does not answer is an error, never “no flows”', async () => {
    const host = { ...context.host, ovsRundir: '/nowhere' };
    const desired = await declared();
    await expect(
      openflowPlugin.queryCurrentState({ ...context, host }, stateQuery(context, desired)),
    ).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`the flows of bridge ${BRIDGE} cannot be read`),
    });
  });

  test('undoing puts every flow back as it was', async () => {
    const before = await declared(
      'priority=9,cookie=3,ip actions=drop',
      'priority=8,idle_timeout=99,arp actions=oft-a',
    );
    await convergeFlows(context, before);
    const flows = await flowsOn(context, BRIDGE);
    const plan = await planFlows(
      context,
      await declared('priority=9,ip,cookie=4 actions=oft_b', 'priority=7 actions=drop'),
    );
    const checkpoint = openflowPlugin.createCheckpoint(plan.steps);
    expect(outcomes(await openflowPlugin.applyState(context, plan.steps))).toEqual(['done', 'done', 'done']);
    const undone = await openflowPlugin.rollback(context, checkpoint, [...plan.steps].reverse());
    expect(outcomes(undone)).toEqual(['done', 'done', 'done']);
    expect((await flowsOn(context, BRIDGE)).sort()).toEqual(flows.sort());
  });
});

test('a flow changed by hand is noticed, on the topology’s own bridge', async () => {
  await vsctl('set', 'bridge', BRIDGE, `external_ids:optopo-owner=${OWNER}`);
  let signals = 0;
  const stop = await openflowPlugin.watchChanges(context, () => {
    signals += 1;
  });
  try {
    await expect
      .poll(async () => {
        await addForeign('priority=4 actions=drop');
        await ofctl(context, BRIDGE, 'del-flows');
        return signals;
      })
      .toBeGreaterThan(0);
  } finally {
    await stop();
  }
});
