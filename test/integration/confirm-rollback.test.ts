import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { snapshot } from '../support/snapshot.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';

const lab = useLab();
const topologies = useTopologies(lab);

const topology = (tag: number): string => `
version: 1
name: back
bridges:
  bbr: { datapath_type: netdev, fail_mode: secure }
ports:
  bp: { bridge: bbr, type: internal, tag: ${tag}, addresses: [10.9.${tag}.1/24] }
`;
const write = (tag: number): string => topologies.write(`back-${tag}.yaml`, topology(tag));
const stateText = (): string => readFileSync(join(lab.stateDir, 'topologies', 'back.json'), 'utf8');
const wentBack = () =>
  waitFor(() => JSON.parse(stateText()).unconfirmed === undefined, {
    ...{ what: 'the way back', deadlineMs: 20_000 },
  });

afterEach(async () => {
  expect(await topologies.run('destroy', '--name', 'back')).toMatchObject({ exitCode: 0 });
});

describe('--confirm-timeout', () => {
  test('of a plan file goes back as that of an apply does', async () => {
    await topologies.expectApplied(write(10));
    const then = await snapshot(lab);
    const plan = topologies.path('back.plan');
    await topologies.run('plan', write(20), '--out', plan);
    const planned = await topologies.json('apply', plan, '--confirm-timeout', '2');
    expect(planned).toMatchObject({ exitCode: 0, json: { outcome: 'unconfirmed' } });
    expect(await snapshot(lab)).not.toEqual(then);
    await wentBack();
    expect(await snapshot(lab)).toEqual(then);
  });

  test('of a rollback goes back too, unless it is confirmed', async () => {
    await topologies.expectApplied(write(10));
    const first = await snapshot(lab);
    const applied = await topologies.json('apply', write(20));
    const second = await snapshot(lab);
    const generation = String(applied.json.generation - 1);
    const back = await topologies.json('rollback', 'back', generation, '--confirm-timeout', '2');
    expect(back).toMatchObject({ exitCode: 0, json: { outcome: 'unconfirmed' } });
    expect(await snapshot(lab)).toEqual(first);
    await wentBack();
    expect(await snapshot(lab)).toEqual(second);
    const kept = await topologies.json('rollback', 'back', generation, '--confirm-timeout', '60');
    expect(kept.json.outcome).toBe('unconfirmed');
    expect((await topologies.run('confirm', 'back')).exitCode).toBe(0);
    expect(await snapshot(lab)).toEqual(first);
  });

  test('with --dry-run writes nothing and arms nothing', async () => {
    await topologies.expectApplied(write(10));
    const known = stateText();
    const { generation } = JSON.parse(known);
    await topologies.expectApplied(write(20), '--dry-run', '--confirm-timeout', '1');
    const shown = await topologies.run(
      ...['rollback', 'back', String(generation), '--dry-run', '--confirm-timeout', '1'],
    );
    expect([shown.exitCode, stateText()]).toEqual([0, known]);
  });
});
