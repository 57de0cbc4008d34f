import { expect, test } from 'vitest';
import { OptopoError } from '../../../src/model/error.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { merged } from '../../../src/pipeline/prepare.ts';
import { RunJournal } from '../../../src/pipeline/run-journal.ts';
import type { Session } from '../../../src/pipeline/session.ts';
import type { JournalEntry } from '../../../src/state/journal.ts';
import { runCommand } from '../../../src/wire/subprocess.ts';
import { declared, planInput } from './objects.ts';

const plan = makePlan(planInput({ desired: [declared('port/p1'), declared('port/p2')] }));

/** A journal on a disk that takes `room` lines, and what it wrote and did. */
function journalWithRoom(room: number) {
  const said: (JournalEntry | string)[] = [];
  const append = (entry: JournalEntry): void => {
    if (said.length >= room) throw new OptopoError('state-unusable', 'no space left on device');
    said.push(entry);
  };
  const journals = {
    prepare: () => ({
      begin: () => ({ append, close: () => said.push('closed') }),
      discard: () => said.push('discarded'),
    }),
    remove: () => said.push('removed'),
  };
  const journal = new RunJournal({ journals } as unknown as Session, 'net');
  return { journal, said };
}

test('a child that changes the host stands in it the moment it runs, others do not', async () => {
  const { journal, said } = journalWithRoom(10);
  journal.begin(plan, () => undefined);
  await runCommand('sleep', ['0.2'], { changesHost: true });
  await runCommand('true', []);
  journal.end();
  await runCommand('sleep', ['0.2'], { changesHost: true });
  expect(said).toEqual([
    { child: { pid: expect.any(Number), startTime: expect.any(String) }, argv: ['sleep', '0.2'] },
    'closed',
    'removed',
  ]);
});

test('a line that cannot be written is its failure, and none is written after it', () => {
  const { journal, said } = journalWithRoom(1);
  journal.begin(plan, () => undefined);
  const [first, second] = plan.steps;
  if (!first || !second) throw new Error('the plan has two steps');
  journal.note({ type: 'step-started', step: first });
  expect(journal.failure).toBeUndefined();
  journal.note({ type: 'step-started', step: second });
  expect(journal.failure).toMatchObject({ code: 'state-unusable' });
  said.pop();
  journal.note({ type: 'step-started', step: second });
  expect(said).toEqual([]);
  journal.end();
});

test('intents that cannot be written leave the earlier journal in its place', () => {
  const { journal, said } = journalWithRoom(1);
  const fail = (): void => {
    throw new OptopoError('state-unusable', 'full');
  };
  expect(() => journal.begin(plan, fail)).toThrow('full');
  expect(said).toEqual(['discarded']);
});

test('what two unfinished runs began may both be there: of an object in both, the fields of both', () => {
  const first = [declared('port/p1', { tag: 20 }), declared('port/p2')];
  const second = [declared('port/p1', { mtu_request: 1400 })];
  expect(merged(first, second).map(({ id, attributes }) => [id, attributes])).toEqual([
    ['port/p1', { tag: 20, mtu_request: 1400 }],
    ['port/p2', {}],
  ]);
});
