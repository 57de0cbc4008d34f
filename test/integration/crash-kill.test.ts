import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const FIRST = `
version: 1
name: killed
bridges:
  kbr: { datapath_type: netdev, fail_mode: secure, addresses: [10.6.0.1/24] }
ports:
  kp1: { bridge: kbr, type: internal, tag: 10, addresses: [10.6.1.1/24] }
links:
  kva: { kind: veth, peer: kvb, addresses: [192.0.2.1/24] }
routes:
  - { to: 10.56.0.0/24, via: 10.6.0.2, dev: kbr, metric: 100 }
containers:
  k1: { template: busybox, interfaces: { eth0: { bridge: kbr, network_type: socket, addresses: [10.6.0.10/24] } } }
  k2: { template: busybox, interfaces: { eth0: { bridge: kbr, network_type: veth, addresses: [10.6.0.11/24] } } }
flows:
  - { bridge: kbr, priority: 100, match: "in_port=kp1,ip", actions: drop }
`;
const SECOND = FIRST.replace('tag: 10', 'tag: 20')
  .replace('10.6.1.1/24', '10.6.1.2/24')
  .replace('metric: 100', 'metric: 200')
  .replace('priority: 100', 'priority: 90')
  .replace('10.6.0.11/24', '10.6.0.12/24')
  .replace('peer: kvb', 'peer: kvb, mtu: 1400');

/** Milliseconds that the rounds may take together: on a slow machine fewer are run, never none. */
const BUDGET_MS = 40_000;
const ROUNDS = 24;
const SEED = 20_261;

test('kill -9 at any moment: the next apply converges, and destroy leaves nothing', {
  timeout: BUDGET_MS + 60_000,
}, async () => {
  const first = topologies.write('first.yaml', FIRST);
  const second = topologies.write('second.yaml', SECOND);
  mkdirSync(join(lab.stateDir, 'topologies'), { recursive: true });
  const before = await everything();
  const random = sequence(SEED);
  const end = performance.now() + BUDGET_MS;
  for (let round = 0; round < ROUNDS && performance.now() < end; round += 1) {
    const work = [
      ['apply', first],
      ['apply', second],
      ['destroy', first],
    ][round % 3] as string[];
    if (round % 3 !== 0) await topologies.expectApplied(first);
    const afterMs = 80 + random() * (round % 3 === 0 ? 900 : 500);
    await killAfter(work, afterMs);
    const moment = `round ${round}: ${work[0]} killed after ${Math.round(afterMs)} ms`;
    await expectKnown(moment);
    const file = random() < 0.5 ? first : second;
    const applied = await topologies.json('apply', file);
    expect([moment, applied.exitCode, applied.json.error]).toEqual([moment, 0, undefined]);
    const destroyed = await topologies.json('destroy', file);
    expect([moment, destroyed.exitCode, destroyed.json.error]).toEqual([moment, 0, undefined]);
    expect([moment, await everything()]).toEqual([moment, before]);
  }
});

/** The host as its tools show it, what lies where containers are kept, processes of LXC, and our state. */
async function everything(): Promise<unknown> {
  const processes = await lab.run('ps', ['-eo', 'args']);
  return {
    ...(await snapshot(lab)),
    containers: readdirSync(lab.lxcPath),
    creating: processes.stdout.split('\n').filter((line) => /^\S*lxc-/.test(line) && line.includes(lab.dir)),
    state: readdirSync(join(lab.stateDir, 'topologies')),
  };
}

/** Whoever finds the journal says it; without one the host is as it was before the run, or as it was to be. */
async function expectKnown(moment: string): Promise<void> {
  const journal = existsSync(join(lab.stateDir, 'journal', 'killed.jsonl'));
  const { json } = await topologies.json('status');
  const [found] = json.topologies;
  const said = /^the last (apply|destroy) of killed .* was killed /.test(found?.error ?? '');
  expect([moment, found?.health, said]).toEqual([moment, journal ? 'Degraded' : found?.health, journal]);
  const told = found === undefined || found.health === 'Healthy' || found.error !== null;
  expect([moment, found, told]).toEqual([moment, found, true]);
}

async function killAfter(args: readonly string[], ms: number): Promise<void> {
  const child = spawn('optopo', args, { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await waitFor(() => child.exitCode !== null || child.signalCode !== null, { what: 'the end of optopo' });
  clearTimeout(timer);
}

/** A linear congruential generator: the same moments in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
