import fc from 'fast-check';
import { stringify } from 'yaml';

/** Objects that may be declared, by position: names and addresses collide with nothing. */
const PORTS = 8;
const VETHS = 3;

const tag = fc.integer({ min: 1, max: 4094 });
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

const port = fc.record({
  tag: optional(tag),
  external_ids: optional(fc.record({ room: fc.constantFrom('a', 'b', 'c') })),
  addressed: fc.boolean(),
});

const veth = fc.record({ mtu: optional(fc.integer({ min: 1280, max: 1500 })) });

const flow = fc.record({
  priority: fc.integer({ min: 10, max: 12 }),
  match: fc.constantFrom(
    'arp',
    'ip,nw_dst=10.9.1.1',
    'tcp,tp_dst=80',
    'udp,tp_dst=53',
    'ipv6',
    'in_port=cp0',
  ),
  actions: fc.constantFrom('drop', 'NORMAL', 'output:cp0'),
});

/** What one commit declares. */
export interface ChaosModel {
  ports: { name: string; tag?: number | undefined; external_ids?: object | undefined; address?: string }[];
  veths: { name: string; peer: string; mtu?: number | undefined; address: string }[];
  flows: { priority: number; match: string; actions: string }[];
  routes: { to: string; dev: string }[];
}

const model: fc.Arbitrary<ChaosModel> = fc
  .record({
    ports: fc.array(fc.option(port, { freq: 4 }), { minLength: PORTS, maxLength: PORTS }),
    veths: fc.array(fc.option(veth, { freq: 4 }), { minLength: VETHS, maxLength: VETHS }),
    flows: fc.uniqueArray(flow, {
      ...{ minLength: 3, maxLength: 10 },
      selector: ({ priority, match }) => `${priority} ${match}`,
    }),
  })
  .map(({ ports, veths, flows }) => {
    const cables = veths.flatMap((one, index) => {
      const name = `cva${index}`;
      return one === null ? [] : [{ ...one, name, peer: `cvb${index}`, address: `10.9.${index + 50}.1/24` }];
    });
    return {
      flows,
      veths: cables,
      routes: cables.map(({ name }, index) => ({ to: `10.99.${index}.0/24`, dev: name })),
      ports: [
        { name: 'cp0', address: '10.9.1.1/24' },
        ...ports.flatMap((one, index) => {
          if (one === null) return [];
          const { addressed, ...fields } = one;
          const address = addressed ? { address: `10.9.${index + 2}.1/24` } : {};
          return [{ ...fields, ...address, name: `cp${index + 1}` }];
        }),
      ],
    };
  });

/** So many commits' contents, the same for the same seed. */
export function sampleModels(count: number, seed: number): ChaosModel[] {
  return fc.sample(model, { numRuns: count, seed });
}

/** The topology file of a model. */
export function topologyOf({ ports, veths, flows, routes }: ChaosModel): string {
  const addresses = (address: string | undefined) => (address === undefined ? {} : { addresses: [address] });
  return stringify({
    ...{ version: 1, name: 'chaos' },
    bridges: { cbr0: { datapath_type: 'netdev', fail_mode: 'secure', addresses: ['10.9.0.1/24'] } },
    ports: Object.fromEntries(
      ports.map(({ name, address, ...fields }) => [
        name,
        { bridge: 'cbr0', type: 'internal', ...fields, ...addresses(address) },
      ]),
    ),
    links: Object.fromEntries(
      veths.flatMap(({ name, address, ...fields }) => [
        [name, { kind: 'veth', ...fields, ...addresses(address) }],
      ]),
    ),
    routes,
    flows: flows.map((one) => ({ bridge: 'cbr0', ...one })),
  });
}
