import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { carriesTcp, pings } from '../support/packets.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const SET = ['--set', 'template=busybox'];

function example(name: string): string {
  return fileURLToPath(new URL(`../../topologies/${name}.yaml`, import.meta.url));
}

interface Guest {
  name: string;
  address: string;
  tag: number | undefined;
}

/** The running containers of the topology that is applied, as its plan knows them. */
async function guestsOf(file: string): Promise<Guest[]> {
  const { stdout } = await lab.run('node', ['-e', READ_GUESTS, file]);
  return JSON.parse(stdout);
}

const READ_GUESTS = `
const { parse } = require('yaml');
const { readFileSync } = require('node:fs');
const document = parse(readFileSync(process.argv[1], 'utf8'));
const guests = Object.entries(document.containers ?? {}).map(([name, { interfaces }]) => {
  const [first] = Object.values(interfaces);
  return { name, address: first.addresses[0].split('/')[0], tag: first.tag };
});
console.log(JSON.stringify(guests));
`;

async function withExample(name: string, check: (guests: Guest[]) => Promise<void>): Promise<void> {
  const file = example(name);
  await topologies.expectApplied(file, ...SET);
  expect((await topologies.json('apply', file, ...SET)).json.outcome).toBe('unchanged');
  await check(await guestsOf(file));
  expect((await topologies.json('destroy', file, ...SET)).exitCode).toBe(0);
}

describe('topologies/', () => {
  test('minimal.yaml: its containers reach each other', () =>
    withExample('minimal', async (guests) => {
      for (const from of guests) {
        for (const to of guests) expect(await pings(lab, from.name, to.address)).toBe(true);
      }
    }));

  test('vlans.yaml: the same VLAN and subnet talks, other VLANs do not', () =>
    withExample('vlans', async (guests) => {
      const pairs = guests.flatMap((from) => guests.filter((to) => to !== from).map((to) => ({ from, to })));
      const apart = pairs.filter(({ from, to }) => from.tag !== to.tag);
      expect(apart.length).toBeGreaterThan(0);
      const reached = await Promise.all(apart.map(({ from, to }) => pings(lab, from.name, to.address)));
      const reach = apart
        .filter((_, index) => reached[index])
        .map(({ from, to }) => `${from.name} ${to.name}`);
      expect(reach).toEqual([]);
      const [web, other] = guests.filter(({ name }) => name.startsWith('web'));
      if (!web || !other) throw new Error('vlans.yaml has no two web- containers');
      expect(await pings(lab, web.name, other.address)).toBe(true);
      expect(await carriesTcp(lab, web.name, other.name, other.address)).toBe(true);
    }));

  test('veth.yaml: ICMP and TCP, also after a restart by hand and one apply', () =>
    withExample('veth', async ([first, second]) => {
      if (!first || !second) throw new Error('veth.yaml has no two containers');
      const talks = async (): Promise<void> => {
        expect(await pings(lab, first.name, second.address)).toBe(true);
        expect(await carriesTcp(lab, first.name, second.name, second.address)).toBe(true);
        expect(await carriesTcp(lab, second.name, first.name, first.address)).toBe(true);
      };
      await talks();
      await lab.run('lxc-stop', ['-P', lab.lxcPath, '-n', first.name, '-k']);
      await lab.run('lxc-start', ['-P', lab.lxcPath, '-n', first.name, '-d']);
      const { json } = await topologies.json('plan', example('veth'), ...SET);
      expect(json.changes.map(({ id }: { id: string }) => id)).toContain(`port/veth_${first.name}`);
      await topologies.expectApplied(example('veth'), ...SET);
      await talks();
    }));

  test('dynamic.yaml: a container that is started by hand is reached', () =>
    withExample('dynamic', async () => {
      await lab.run('lxc-start', ['-P', lab.lxcPath, '-n', 'guest', '-d']);
      expect(await pings(lab, null, '10.30.0.11')).toBe(true);
    }));
});
