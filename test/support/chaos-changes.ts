import fc from 'fast-check';
import type { ChaosModel } from './chaos-topology.ts';

/** One thing that somebody does to the host by hand. */
export interface OutOfBandChange {
  /** The objects that are no longer as declared after it. */
  ids: string[];
  command: [file: string, ...args: string[]];
}

/** Two numbers, from which a change is chosen once it is known what is declared. */
export type Dice = readonly [kind: number, object: number];

export function sampleDice(count: number, seed: number): Dice[] {
  const die = fc.nat(9_999);
  return fc.sample(fc.tuple(die, die), { numRuns: count, seed });
}

/** What the dice do to a host that is as the model says; null: there is no such object. */
export function changeOf(declared: ChaosModel, [kind, object]: Dice): OutOfBandChange | null {
  const one = CHANGES[kind % CHANGES.length] as (typeof CHANGES)[number];
  return one(declared, object);
}

const pick = <T>(list: readonly T[], die: number): T | undefined => list[die % Math.max(1, list.length)];
const vsctl = (...args: string[]): OutOfBandChange['command'] => [
  'ovs-vsctl',
  '-t',
  '5',
  '--no-wait',
  ...args,
];
const ofctl = (...args: string[]): OutOfBandChange['command'] => ['ovs-ofctl', '-O', 'OpenFlow15', ...args];

type Change = (declared: ChaosModel, die: number) => OutOfBandChange | null;

const onPort =
  (change: (port: ChaosModel['ports'][number], die: number) => OutOfBandChange | null): Change =>
  ({ ports }, die) => {
    const port = pick(ports, die);
    return port === undefined ? null : change(port, die);
  };

const onVeth =
  (change: (veth: ChaosModel['veths'][number]) => OutOfBandChange): Change =>
  ({ veths }, die) => {
    const veth = pick(veths, die);
    return veth === undefined ? null : change(veth);
  };

const onFlow =
  (change: (flow: ChaosModel['flows'][number], text: string) => OutOfBandChange['command']): Change =>
  ({ flows }, die) => {
    const flow = pick(flows, die);
    if (flow === undefined) return null;
    const { priority, match } = flow;
    return { ids: [`flow/cbr0/0/${priority}/`], command: change(flow, `priority=${priority},${match}`) };
  };

const CHANGES: readonly Change[] = [
  onPort(({ name }) => ({ ids: [`port/${name}`], command: vsctl('--if-exists', 'del-port', name) })),
  onPort(({ name, tag }, die) => {
    const other = (die % 4094) + 1;
    if (tag === undefined || tag === other) return null;
    return { ids: [`port/${name}`], command: vsctl('set', 'Port', name, `tag=${other}`) };
  }),
  onPort(({ name, external_ids }) =>
    external_ids === undefined
      ? null
      : { ids: [`port/${name}`], command: vsctl('set', 'Port', name, 'external_ids:room=elsewhere') },
  ),
  onPort(({ name }) => ({ ids: [`port/${name}`], command: ['ip', 'link', 'set', name, 'down'] })),
  onPort(({ name, address }) =>
    address === undefined
      ? null
      : { ids: [`address/${name}/${address}`], command: ['ip', 'addr', 'flush', 'dev', name] },
  ),
  onVeth(({ name, address }) => ({
    ids: [`link/${name}`, `address/${name}/${address}`],
    command: ['ip', 'link', 'del', name],
  })),
  onVeth(({ name }) => ({ ids: [`link/${name}`], command: ['ip', 'link', 'set', name, 'down'] })),
  onVeth(({ name, address }) => ({
    ids: [`address/${name}/${address}`],
    command: ['ip', 'addr', 'del', address, 'dev', name],
  })),
  ({ routes }, die) => {
    const route = pick(routes, die);
    if (route === undefined) return null;
    return { ids: [`route/main/${route.to}`], command: ['ip', 'route', 'del', route.to, 'dev', route.dev] };
  },
  onFlow((_, text) => ofctl('--strict', 'del-flows', 'cbr0', text)),
  onFlow(({ actions }, text) =>
    ofctl('--strict', 'mod-flows', 'cbr0', `${text},actions=${actions === 'drop' ? 'NORMAL' : 'drop'}`),
  ),
  ({ flows }) => ({
    ids: flows.map(({ priority }) => `flow/cbr0/0/${priority}/`),
    // All but the foreign one, which has a priority that no flow of ours has.
    command: ofctl('del-flows', 'cbr0', 'cookie=0/0x1'),
  }),
];
