import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { Plan } from '../../src/model/plan.ts';
import {
  DEFAULT_POLICY,
  type LiveResource,
  type Resource,
  type ResourceKind,
} from '../../src/model/resource.ts';
import { resolveHost } from '../../src/pipeline/host.ts';
import { inventoryOf, withIntents } from '../../src/pipeline/inventory.ts';
import { planTarget, type Target } from '../../src/pipeline/prepare.ts';
import { Session } from '../../src/pipeline/session.ts';
import type { StatePlugin } from '../../src/plugins/contract.ts';
import { PLUGINS } from '../../src/plugins/registry.ts';
import { emptyState, type TopologyState } from '../../src/state/topology-state.ts';
import { requireLab } from '../support/kernel-host.ts';
import { waitFor } from '../support/wait.ts';

/**
 * What every plugin promises, on the real daemons: one set of sample objects a plugin, the same laws for all.
 * `base` is what the samples stand on, `changed` the same samples with fields changed.
 */
interface Samples {
  base: Resource[];
  samples: Resource[];
  changed: Resource[];
}

function sample(
  plugin: StatePlugin['name'],
  id: string,
  attributes: JsonObject,
  needs: string[] = [],
): Resource {
  const kind = id.slice(0, id.indexOf('/')) as ResourceKind;
  return {
    ...{ id, kind, plugin, attributes, name: id.slice(kind.length + 1), policy: DEFAULT_POLICY },
    dependsOn: needs.map((on) => ({ on, whenRebuilt: 'replace' })),
    source: { file: 'conformance.yaml', line: 1, column: 1 },
  };
}

const bridge = (attributes: JsonObject = {}): Resource =>
  sample('ovs', 'bridge/cfbr', { datapath_type: 'netdev', fail_mode: 'secure', state: 'up', ...attributes });
const port = (attributes: JsonObject = {}): Resource =>
  sample('ovs', 'port/cfp1', { bridge: 'cfbr', type: 'internal', state: 'up', ...attributes }, [
    'bridge/cfbr',
  ]);
const link = (attributes: JsonObject = {}): Resource =>
  sample('netlink', 'link/cfva', { kind: 'veth', peer: 'cfvb', state: 'up', ...attributes });
const address = sample('netlink', 'address/cfva/192.0.2.1/24', { dev: 'cfva', address: '192.0.2.1/24' }, [
  'link/cfva',
]);
const flow = (actions: string): Resource => {
  const attributes = {
    bridge: 'cfbr',
    table: 0,
    priority: 10,
    match: 'in_port=cfp1',
    cookie: '0x0',
    actions,
  };
  return sample('openflow', 'flow/cfbr/0/10/in_port=cfp1', attributes, ['bridge/cfbr', 'port/cfp1']);
};
const container = (attributes: JsonObject = {}): Resource => {
  const template = { name: 'busybox', args: {} };
  return sample('lxc', 'container/cfct', { template, state: 'running', interfaces: [], ...attributes });
};

const SAMPLES: Record<StatePlugin['name'], Samples> = {
  ovs: {
    base: [],
    samples: [bridge(), port({ tag: 5 })],
    changed: [bridge({ mcast_snooping_enable: true }), port({ tag: 6 })],
  },
  netlink: { base: [], samples: [link({ mtu: 1400 }), address], changed: [link({ mtu: 1300 }), address] },
  openflow: { base: [bridge(), port()], samples: [flow('drop')], changed: [flow('LOCAL')] },
  lxc: { base: [], samples: [container({ hostname: 'one' })], changed: [container({ hostname: 'two' })] },
};

const OPTIONS = { adopt: false, prune: true, deleteData: true };

describe.each(PLUGINS.map((plugin) => ({ plugin, name: plugin.name })))('$name', ({ plugin }) => {
  const { base, samples, changed } = SAMPLES[plugin.name];
  let session: Session;
  let state: TopologyState;

  beforeAll(async () => {
    requireLab();
    session = new Session(await resolveHost({}, process.env), new AbortController().signal);
    state = emptyState(`conform-${plugin.name}`);
    await bring(base);
  });
  afterAll(async () => {
    await bring([]);
    await session.close();
  });

  const target = (resources: Resource[]): Target => ({ name: state.name, resources, hash: null });
  const planFor = (resources: Resource[]): Promise<{ plan: Plan; live: LiveResource[] }> =>
    planTarget(session, target(resources), state, OPTIONS);

  /** Carries a plan out step by step, each handed to its own plugin, as the engine does. */
  async function bring(resources: Resource[]): Promise<Plan> {
    const { plan } = await planFor(resources);
    expect(plan.conflicts).toEqual([]);
    state = { ...state, inventory: withIntents(state, plan) };
    for (const step of plan.steps) {
      const results = await session.plugin(step.plugin).applyState(session.context(state), [step]);
      expect(results.map(({ key, status, error }) => ({ key, status, why: error?.message }))).toEqual([
        { key: step.key, status: 'done', why: undefined },
      ]);
    }
    const { live } = await planFor(resources);
    state = { ...state, resources, inventory: inventoryOf(state.name, live) };
    return plan;
  }

  test('is there, with a name, a version and kinds of its own', async () => {
    expect(await plugin.isAvailable(session.context(state))).toBe(true);
    expect(await plugin.unavailableReason(session.context(state))).toBeNull();
    expect(plugin.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(plugin.kinds.length).toBeGreaterThan(0);
  });

  test('what it made it reads back as equal, and as owned', async () => {
    await bring([...base, ...samples]);
    expect((await planFor([...base, ...samples])).plan.changes).toEqual([]);
    expect(await plugin.verifyState(session.context(state), samples)).toEqual([]);
    const { live } = await planFor([...base, ...samples]);
    for (const { id } of samples) expect(live.find((object) => object.id === id)?.owner).toBe(state.name);
  });

  test('a changed field is one update, and undoing it brings back what was', async () => {
    await bring([...base, ...samples]);
    const { plan } = await planFor([...base, ...changed]);
    expect(plan.changes.map(({ action }) => action)).toEqual(plan.changes.map(() => 'update'));
    const context = session.context(state);
    const checkpoint = plugin.createCheckpoint(plan.steps);
    const applied = await plugin.applyState(context, plan.steps);
    expect(applied.map(({ status }) => status)).toEqual(plan.steps.map(() => 'done'));
    expect(await plugin.verifyState(context, changed)).toEqual([]);
    const undone = await plugin.rollback(context, checkpoint, plan.steps);
    expect(undone.map(({ status }) => status)).toEqual(plan.steps.map(() => 'done'));
    expect(await plugin.verifyState(context, samples)).toEqual([]);
  });

  test('creating is undone by taking it away', async () => {
    await bring(base);
    const { plan } = await planFor([...base, ...samples]);
    state = { ...state, inventory: withIntents(state, plan) };
    const context = session.context(state);
    const checkpoint = plugin.createCheckpoint(plan.steps);
    for (const step of plan.steps) await plugin.applyState(context, [step]);
    await plugin.rollback(context, checkpoint, plan.steps);
    const { live } = await planFor(base);
    const ids = new Set(live.map(({ id }) => id));
    expect(samples.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  test('signals that something has changed', async () => {
    await bring(base);
    let signals = 0;
    const stop = await plugin.watchChanges(session.context(state), () => {
      signals += 1;
    });
    try {
      await bring([...base, ...samples]);
      await waitFor(() => signals > 0, { what: 'a signal' });
    } finally {
      await stop();
    }
  });

  test('deleting what is gone already is done', async () => {
    await bring([...base, ...samples]);
    const { plan } = await planFor(base);
    const context = session.context(state);
    for (const _ of [1, 2]) {
      for (const step of plan.steps) {
        const [result] = await plugin.applyState(context, [step]);
        expect({ status: result?.status, why: result?.error?.message }).toEqual({ status: 'done' });
      }
    }
    expect((await planFor(base)).plan.changes).toEqual([]);
  });
});
