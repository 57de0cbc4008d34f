import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WatchEvent } from '../../src/watch/contract.ts';
import { changeOf, type Dice, sampleDice } from '../support/chaos-changes.ts';
import { type ChaosModel, sampleModels, topologyOf } from '../support/chaos-topology.ts';
import { addForeignObjects, foreignObjects } from '../support/foreign-objects.ts';
import { makeGitRemote } from '../support/git-remote.ts';
import { useLab } from '../support/lab.ts';
import { notePortInserts, type PortInsert } from '../support/port-inserts.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { useWatch } from '../support/watch-daemon.ts';

const CHANGES = 1_000;
const COMMITS = 100;
const PER_COMMIT = CHANGES / COMMITS;
/** People who change something at the same time. */
const HANDS = 5;
const SEED = 20_261_128;
const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);

/** How late this process may hear of something. */
const LATE_MS = 1_000;

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();

test(`${CHANGES} changes by hand while ${COMMITS} commits arrive`, async () => {
  const models = sampleModels(COMMITS, SEED);
  const [first, last] = [models[0], models.at(-1)] as [ChaosModel, ChaosModel];
  const remote = await makeGitRemote(lab.dir);
  await remote.push({ 'chaos.yaml': topologyOf(first) });
  const limits = ['--fight-count', '100000', '--max-repairs', '100000'];
  const daemon = await watch.start(
    ['--git', remote.bare],
    ['--path', 'chaos.yaml', '--interval', '1s', ...limits],
  );
  const isDone = async (): Promise<boolean> => {
    const { json } = await topologies.json('plan', join(remote.work, 'chaos.yaml'));
    return json.changes?.length === 0 && json.conflicts.length === 0;
  };
  await waitFor(isDone, { what: 'the first commit', deadlineMs: 30_000 });
  const made = await notePortInserts();
  await addForeignObjects(lab, 'cbr0');
  const before = await foreignObjects(lab, 'cbr0');
  const begun = performance.now();

  const disturbed = new Set<string>();
  const dice = sampleDice(CHANGES, SEED);
  let done = 0;
  const disturb = async (model: ChaosModel, thrown: Dice): Promise<void> => {
    const change = changeOf(model, thrown);
    if (change === null) return;
    const [file, ...args] = change.command;
    const { exitCode } = await lab.run(file, args, { accept: ANY_STATUS });
    if (exitCode !== 0) return; // It is not there: another change, or the next commit, has taken it away.
    done += 1;
    for (const id of change.ids) disturbed.add(id);
  };
  let commit = '';
  for (const [index, model] of models.entries()) {
    commit = await remote.push({ 'chaos.yaml': topologyOf(model) });
    const batch = dice.slice(index * PER_COMMIT, (index + 1) * PER_COMMIT);
    for (let at = 0; at < batch.length; at += HANDS) {
      await Promise.all(batch.slice(at, at + HANDS).map((thrown) => disturb(model, thrown)));
    }
  }
  // The others found gone what they were to change: how many they are depends on who is quicker.
  expect(done).toBeGreaterThan(CHANGES / 4);

  // The host equals the last commit.
  await waitFor(() => daemon.events.some(({ message }) => message.includes(`${commit} instead of`)), {
    ...{ what: 'the last commit', deadlineMs: 60_000 },
  });
  await waitFor(isDone, { what: 'the end', deadlineMs: 60_000 });
  expect(await daemon.stop()).toBe(0);
  await made.stop();
  expect((await topologies.json('status', 'chaos')).json.topologies).toMatchObject([
    { sync: 'Synced', health: 'Healthy', error: null },
  ]);

  // Nothing foreign was touched.
  const after = await foreignObjects(lab, 'cbr0');
  expect(after.objects).toEqual(before.objects);
  expect(after.flowAge - before.flowAge).toBeGreaterThan((performance.now() - begun) / 1_000 - 2);

  // The event log accounts for every repair.
  const { events } = daemon;
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const named = events.flatMap(({ drift }) => drift.map(({ id }) => id));
  const isNamed = (id: string): boolean => named.some((one) => one.startsWith(id));
  expect([...disturbed].filter((id) => !isNamed(id))).toEqual([]);
  const ours = made.inserts.filter(({ name }) => name.startsWith('cp'));
  expect(ours.length).toBeGreaterThan(10);
  expect(ours.filter((insert) => !isToldIn(insert, events))).toEqual([]);
  // A change that falls into the midst of a repair may make it fail; the next one succeeds.
  const outcomes = events.filter(({ type }) => type === 'reconcile').map(({ outcome }) => outcome);
  expect(outcomes.at(-1)).toMatch(/^(?:converged|unchanged)$/);

  // And it is what a fresh apply of the last commit makes.
  await lab.run('ovs-vsctl', ['-t', '10', 'del-port', 'fp1']);
  await lab.run('ovs-ofctl', ['del-flows', 'cbr0', 'cookie=0x77/-1']);
  const converged = await withoutMacs();
  const file = topologies.write('last.yaml', topologyOf(last));
  expect((await topologies.run('destroy', file, '--yes')).exitCode).toBe(0);
  await topologies.expectApplied(file);
  expect(await withoutMacs()).toEqual(converged);
}, 300_000);

/** The host, less the MAC address that undoing gives back to a port that it makes again: nobody declares one. */
async function withoutMacs(): Promise<unknown> {
  const { interfaces, ...others } = await snapshot(lab);
  const rows = interfaces as string[];
  return {
    ...others,
    interfaces: rows.map((row) => row.replace(/"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}"/, '["set",[]]')),
  };
}

/** A reconcile that was at work then names the port. */
function isToldIn({ name, at }: PortInsert, events: readonly WatchEvent[]): boolean {
  return events.some((event) => {
    const end = Date.parse(event.at);
    const isThen = at > end - (event.durationMs ?? 0) - LATE_MS && at < end + LATE_MS;
    return isThen && event.drift.some(({ id }) => id === `port/${name}`);
  });
}
