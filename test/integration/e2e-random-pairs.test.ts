import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';

/** Pairs that a run tries; each is four applies and a destroy. */
const PAIRS = 50;
const SEED = 20_261_128;

const lab = useLab();
const topologies = useTopologies(lab);

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const tag = fc.integer({ min: 1, max: 4094 });

const portFields = fc.record({
  tag: optional(tag),
  trunks: optional(fc.uniqueArray(tag, { minLength: 1, maxLength: 3 })),
  mtu: optional(fc.integer({ min: 1280, max: 1500 })),
  state: optional(fc.constantFrom('up', 'down')),
  external_ids: optional(fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'))),
});

const plainFlow = fc.record({
  priority: fc.integer({ min: 1, max: 3 }),
  match: fc.constantFrom('arp', 'ip', 'tcp,tp_dst=80', 'in_port=pp0', 'ipv6'),
  actions: fc.constantFrom('drop', 'NORMAL', 'output:pp0'),
});

const container = fc.record({
  network_type: fc.constantFrom('socket', 'veth'),
  hostname: optional(fc.constantFrom('one', 'two')),
  memory_mb: optional(fc.constantFrom(64, 128)),
  state: optional(fc.constantFrom('running', 'stopped')),
  tag: optional(tag),
});

/** One topology: names and addresses by position, so that none collides with another. */
const topology = fc
  .record({
    failModes: fc.array(optional(fc.constantFrom('secure', 'standalone')), { minLength: 1, maxLength: 2 }),
    ports: fc.array(fc.record({ fields: portFields, bridge: fc.nat(1), addressed: fc.boolean() }), {
      maxLength: 4,
    }),
    links: fc.array(
      fc.record({ mtu: optional(fc.integer({ min: 1280, max: 1500 })), addressed: fc.boolean() }),
      {
        maxLength: 2,
      },
    ),
    route: fc.boolean(),
    container: fc.option(container, { freq: 2 }),
    flows: fc.uniqueArray(plainFlow, {
      maxLength: 4,
      selector: ({ priority, match }) => `${priority} ${match}`,
    }),
  })
  .map(({ failModes, ports, links, route, container: guest, flows }) => ({
    version: 1,
    name: 'pairs',
    bridges: Object.fromEntries(
      failModes.map((mode, index) => [
        `pbr${index}`,
        { datapath_type: 'netdev', fail_mode: mode, addresses: [`10.7.${index}.1/24`] },
      ]),
    ),
    ports: Object.fromEntries([
      ['pp0', { bridge: 'pbr0', type: 'internal' }],
      ...ports.map(({ fields, bridge, addressed }, index) => [
        `pp${index + 1}`,
        {
          ...fields,
          type: 'internal',
          bridge: `pbr${bridge % failModes.length}`,
          ...(addressed ? { addresses: [`10.7.${index + 10}.1/24`] } : {}),
        },
      ]),
    ]),
    links: Object.fromEntries(
      links.map(({ mtu, addressed }, index) => [
        `pva${index}`,
        {
          kind: 'veth',
          peer: `pvb${index}`,
          mtu,
          ...(addressed ? { addresses: [`10.7.${index + 20}.1/24`] } : {}),
        },
      ]),
    ),
    routes: route ? [{ to: '10.77.0.0/16', via: '10.7.0.2', dev: 'pbr0' }] : [],
    containers: guest
      ? {
          pct: {
            ...{ template: 'busybox', hostname: guest.hostname, state: guest.state },
            resources: { memory_mb: guest.memory_mb },
            interfaces: {
              eth0: {
                ...{ bridge: 'pbr0', network_type: guest.network_type, tag: guest.tag },
                addresses: ['10.7.30.2/24'],
              },
            },
          },
        }
      : {},
    flows: flows.map((one) => ({ ...one, bridge: 'pbr0' })),
  }));

test(`from A to B to A ends as a fresh apply of A, and destroy as the start: ${PAIRS} pairs`, async () => {
  const start = await snapshot(lab);
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(topology, topology, async (a, b) => {
      const [first, second] = [a, b].map((value, index) =>
        topologies.write(`pair-${index}.yaml`, stringify(value)),
      );
      await topologies.expectApplied(first as string);
      const fresh = await snapshot(lab);
      await topologies.expectApplied(second as string);
      await topologies.expectApplied(first as string);
      expect(await snapshot(lab)).toEqual(fresh);
      expect((await topologies.json('plan', first as string)).json.changes).toEqual([]);
      expect((await topologies.json('destroy', first as string)).exitCode).toBe(0);
      expect(await snapshot(lab)).toEqual(start);
      tried += 1;
    }),
    { numRuns: PAIRS, seed: SEED, endOnFailure: true },
  );
  expect(tried).toBe(PAIRS);
}, 900_000);
