import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const A = '02:00:00:00:07:0a';
const B = '02:00:00:00:07:0b';

/** Two containers on a bridge that forwards only what `flows` say, and what is expected of them. */
function written(flows: readonly string[], expect: readonly string[]): string {
  const items = (lines: readonly string[]) => lines.map((line) => `  - { ${line} }\n`).join('');
  return topologies.write(
    'trace.yaml',
    `version: 1
name: trace
bridges: { br-t: { datapath_type: netdev, fail_mode: secure } }
ports: { gw: { bridge: br-t, type: internal, addresses: [10.8.0.1/24, "fd08::1/64"] } }
containers:
  a:
    template: busybox
    interfaces:
      eth0: { bridge: br-t, port: ap, hwaddr: "${A}", addresses: [10.8.0.11/24, "fd08::11/64"], gateway: 10.8.0.1 }
  b:
    template: busybox
    interfaces:
      eth0: { bridge: br-t, port: bp, network_type: veth, hwaddr: "${B}", addresses: [10.8.0.12/24, "fd08::12/64"] }
flows:
${items(flows.map((flow) => `bridge: br-t, ${flow}`))}expect:
${items(expect)}`,
  );
}

const ARP = 'priority: 5, match: arp, actions: NORMAL';
const SOLICITATION = 'priority: 5, match: "icmp6,icmp_type=135", actions: NORMAL';

/** The place of a line of the topology, as messages name it. */
function place(file: string, text: string): string {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((one) => one.includes(text));
  return `${file}:${line + 1}:5`;
}

/** Applies without rollback; returns what is said of the only expectation. */
async function unmet(flows: readonly string[], expectation: string) {
  const file = written(flows, [expectation]);
  const { json, exitCode } = await topologies.json('apply', file, '--no-rollback');
  expect([exitCode, json.error.code]).toEqual([1, 'expectation-failed']);
  const [only] = json.expectations;
  return { file, why: only.why as string, trace: only.trace, detail: only.detail as string };
}

describe('of an expectation that is not met the packet that fails is named', () => {
  test('the echo request, where no flow takes it', async () => {
    const { why, trace } = await unmet([ARP], 'from: a, to: b, within: 500ms');
    expect(why).toBe('br-t drops the echo request: no flow matches it (table 0: no match)');
    expect(trace).toHaveLength(1);
    expect(trace[0]).toMatchObject({ what: 'echo request', bridge: 'br-t', passes: false, flow: null });
    expect(trace[0].packet).toContain(`dl_src=${A},dl_dst=${B},icmp,nw_src=10.8.0.11,nw_dst=10.8.0.12`);
    expect(trace[0].text).toContain('Datapath actions: drop');
  });

  test('the flow of ours in a later table that drops it, with its line', async () => {
    const flows = [
      ARP,
      'priority: 7, match: in_port=ap, actions: "resubmit(,3)"',
      'table: 3, priority: 6, match: tcp, actions: drop',
      'table: 3, priority: 5, actions: NORMAL',
    ];
    const { file, why, trace } = await unmet(flows, 'from: a, to: b, port: 25, within: 500ms');
    expect(why).toBe(
      `br-t drops the TCP SYN to port 25: the flow at ${place(file, 'match: tcp')} (table 3, priority 6, match "tcp")`,
    );
    expect(trace[0].flow).toMatchObject({ table: 3, owner: 'trace', file, match: 'tcp' });
  });

  test('the ARP request, without which the echo request is never sent', async () => {
    const flows = ['priority: 5, match: icmp, actions: NORMAL'];
    await lab.run('ip', ['neigh', 'flush', 'dev', 'gw']);
    const { why, trace, detail } = await unmet(flows, 'from: host, to: b, within: 1500ms');
    expect(why).toBe('br-t drops the ARP request for 10.8.0.12: no flow matches it (table 0: no match)');
    expect(trace.map(({ what, passes }: { what: string; passes: boolean }) => [what, passes])).toEqual([
      ['echo request', true],
      ['ARP request for 10.8.0.12', false],
    ]);
    expect(detail).toContain('nothing came back in 1.5 s');
  });

  test('the neighbour solicitation of IPv6', async () => {
    const flows = ['priority: 5, match: "icmp6,icmp_type=128", actions: NORMAL'];
    const { why } = await unmet(flows, 'from: host, to: "fd08::12", within: 1500ms');
    expect(why).toContain('br-t drops the neighbour solicitation for fd08::12: no flow matches it');
  });

  test.each([
    ['ARP reply of 10.8.0.12', 'b', ['icmp', 'arp,arp_op=1']],
    ['neighbour advertisement of fd08::12', '"fd08::12"', ['icmp6,icmp_type=128', 'icmp6,icmp_type=135']],
  ])('the %s', async (what, to, matches) => {
    const flows = matches.map((match) => `priority: 5, match: "${match}", actions: NORMAL`);
    await lab.run('ip', ['neigh', 'flush', 'dev', 'gw']);
    const { why, trace } = await unmet(flows, `from: host, to: ${to}, within: 1500ms`);
    expect(why).toBe(`br-t drops the ${what}: no flow matches it (table 0: no match)`);
    expect(trace.map(({ passes }: { passes: boolean }) => passes)).toEqual([true, true, false]);
  });

  test('the answer to a datagram', async () => {
    const flows = [ARP, 'priority: 6, match: "udp,in_port=ap", actions: NORMAL'];
    const { why, trace } = await unmet(flows, 'from: a, to: b, port: 53, protocol: udp, within: 300ms');
    expect(why).toBe('br-t drops the answer from port 53: no flow matches it (table 0: no match)');
    expect(trace.map(({ passes }: { passes: boolean }) => passes)).toEqual([true, false]);
  });

  test('connections and datagrams over IPv6', async () => {
    const flows = ['priority: 5, match: icmp6, actions: NORMAL', 'priority: 6, match: tcp6, actions: drop'];
    const tcp = await unmet(flows, 'from: a, to: "fd08::12", port: 25, within: 300ms');
    expect(tcp.why).toContain(`drops the TCP SYN to port 25: the flow at ${place(tcp.file, 'match: tcp6')}`);
    const udp = await unmet(flows, 'from: a, to: "fd08::12", port: 53, protocol: udp, within: 300ms');
    expect(udp.why).toBe('br-t drops the datagram to port 53: no flow matches it (table 0: no match)');
  });

  test('the answer on its way back, also behind conntrack', async () => {
    const flows = [
      ARP,
      'priority: 6, match: "ip,in_port=ap", actions: "ct(commit),NORMAL"',
      'priority: 6, match: "ip,in_port=bp", actions: "ct(table=1)"',
      'table: 1, priority: 9, match: "ct_state=+est+trk,icmp,nw_src=10.8.0.12", actions: drop',
      'table: 1, priority: 8, match: ct_state=+est+trk, actions: NORMAL',
    ];
    const { file, why } = await unmet(flows, 'from: a, to: b, within: 500ms');
    expect(why).toContain(`br-t drops the echo reply: the flow at ${place(file, '+est+trk,icmp')}`);
  });

  test('a frame that is sent elsewhere than to the target', async () => {
    const flows = [ARP, 'priority: 6, match: "ip,in_port=ap", actions: "output:gw"', SOLICITATION];
    const { file, why } = await unmet(flows, 'from: a, to: b, within: 500ms');
    expect(why).toContain(
      `br-t does not send the echo request to bp: the flow at ${place(file, 'output:gw')}`,
    );
  });

  test('a flow of somebody else, by its cookie', async () => {
    const file = written(['priority: 5, actions: NORMAL'], ['from: a, to: b, within: 500ms']);
    await topologies.expectApplied(file);
    await lab.run('ovs-ofctl', ['add-flow', 'br-t', 'cookie=0x77,priority=99,icmp,actions=drop']);
    const { exitCode, stdout } = await topologies.run('check', file);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('priority 99, match "icmp", a flow of nobody known (cookie 0x77)');
    await lab.run('ovs-ofctl', ['del-flows', 'br-t', 'cookie=0x77/-1']);
  });

  test('none, where all of it passes and the target itself is silent', async () => {
    const file = written(['priority: 5, actions: NORMAL'], ['from: a, to: 10.8.0.99, within: 1500ms']);
    await topologies.run('apply', file, '--no-rollback');
    const { stdout } = await topologies.run('check', file);
    expect(stdout).toContain('Open vSwitch lets it pass: look at what is behind the port');
    const routed = written(['priority: 5, actions: NORMAL'], ['from: a, to: 198.51.100.1, within: 500ms']);
    expect((await topologies.run('check', routed)).stdout).toContain('to the gateway 10.8.0.1');
  });
});

test('the probes stand where the trace cannot be had, and that is said', async () => {
  const file = written([ARP], ['from: a, to: b, within: 500ms', 'from: a, to: b, reachable: false']);
  await topologies.run('apply', file, '--no-rollback');
  await lab.killDaemon('ovsdb-server');
  const { exitCode, stdout } = await topologies.run('check', file);
  await lab.startDaemon('ovsdb-server');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('not reached: nothing came back in 500 ms');
  expect(stdout).toContain('its packets cannot be traced: OVSDB is not reachable');
  expect(stdout).toContain('1 of 2 expectations not met.');
});
