import { afterEach, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

/** From one topology to the next: each converges, has nothing to do the second time, and goes without a rest. */
const lab = useLab();
const topologies = useTopologies(lab);

async function settles(body: string): Promise<void> {
  const file = topologies.write('step.yaml', `version: 1\nname: step\n${body}`);
  const first = await topologies.json('apply', file);
  expect(first, body).toMatchObject({ exitCode: 0, json: { outcome: 'converged' } });
  expect(await topologies.json('apply', file)).toMatchObject({ exitCode: 0, json: { outcome: 'unchanged' } });
}

async function mtuOf(device: string): Promise<number> {
  const [link] = JSON.parse((await lab.run('ip', ['-j', 'link', 'show', 'dev', device])).stdout);
  return link.mtu;
}

afterEach(async () => {
  const { exitCode } = await topologies.run('destroy', '--name', 'step', '--yes');
  expect(exitCode).toBe(0);
});

describe('protocols', () => {
  test.each(['OpenFlow13', 'OpenFlow15'])('flows of a bridge that speaks %s alone', async (version) => {
    const body = (flow: string): string => `
bridges:
  br0: { datapath_type: netdev, fail_mode: secure, protocols: [${version}] }
ports:
  p1: { bridge: br0, type: internal }
flows:
  - { bridge: br0, match: "in_port=p1,ip", actions: "${flow}" }
`;
    await settles(body('load:5->NXM_NX_REG0[],mod_vlan_vid:5,NORMAL'));
    await settles(body('load:6->NXM_NX_REG0[],NORMAL'));
    const dump = await lab.run('ovs-ofctl', ['-O', version, 'dump-flows', 'br0']);
    expect(dump.stdout).toMatch(/0x6->/);
  });
});

describe('a device in the hands of one and the other', () => {
  const BRIDGE = 'bridges:\n  br0: { datapath_type: netdev, fail_mode: standalone }\n';

  test('its MTU asked for by the link, by its port, and by none', async () => {
    const body = (link: string, port: string): string =>
      `${BRIDGE}links:\n  va: { kind: veth, peer: vb${link} }\nports:\n  va: { bridge: br0, type: system${port} }\n`;
    await settles(body(', mtu: 1400', ''));
    await settles(body('', ', mtu: 1300'));
    expect(await mtuOf('va')).toBe(1300);
    await settles(body('', ''));
    expect(await mtuOf('va')).toBe(1500);
  });

  test('first a link, then a port that has its name', async () => {
    await settles(`${BRIDGE}links:\n  va: { kind: veth, peer: vb }\n`);
    await settles(`${BRIDGE}ports:\n  va: { bridge: br0, type: internal }\n`);
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-ports', 'br0'])).stdout.trim()).toBe('va');
  });

  test('a link that is declared without kind from now on stays when its topology goes', async () => {
    await settles(`${BRIDGE}links:\n  kept: { kind: veth, peer: kept2, mtu: 1400 }\n`);
    await settles(`${BRIDGE}links:\n  kept: { mtu: 1300 }\n`);
    await settles('bridges:\n  br0: { datapath_type: netdev }\n');
    expect(await mtuOf('kept')).toBe(1300);
    await lab.run('ip', ['link', 'del', 'dev', 'kept']);
  });

  test('an IPv6 address with another prefix length', async () => {
    const body = (length: number): string =>
      `${BRIDGE}ports:\n  p1: { bridge: br0, type: internal, addresses: ["2001:db8::1/${length}"] }\n`;
    await settles(body(64));
    await settles(body(48));
    const { stdout } = await lab.run('ip', ['-6', '-o', 'addr', 'show', 'dev', 'p1']);
    expect(stdout).toContain('2001:db8::1/48');
    expect(stdout).not.toContain('2001:db8::1/64');
  });

  test('an interface becomes a veth whose port keeps its name', async () => {
    const body = (type: string, state = 'running'): string =>
      `${BRIDGE}containers:\n  c1:\n    template: busybox\n    on_remove: destroy\n    state: ${state}\n` +
      `    interfaces:\n      eth0: { bridge: br0, port: yy, network_type: ${type}, addresses: [10.6.0.2/24] }\n` +
      'flows:\n  - { bridge: br0, match: "in_port=yy", actions: NORMAL }\n';
    await settles(body('socket'));
    await settles(body('veth'));
    const file = topologies.write('back.yaml', `version: 1\nname: step\n${body('socket')}`);
    const refused = await topologies.json('apply', file);
    expect(refused).toMatchObject({ exitCode: 1, json: { error: { code: 'conflict' } } });
    await settles(body('veth', 'stopped'));
    await settles(body('socket'));
  });
});
