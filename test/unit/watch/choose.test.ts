import { describe, expect, test } from 'vitest';
import { OptopoError } from '../../../src/model/error.ts';
import { emptyState, type TopologyState } from '../../../src/state/topology-state.ts';
import type { Desired } from '../../../src/watch/contract.ts';
import { chooseDesired } from '../../../src/watch/desired/choose.ts';

const desired = (name: string, revision = 'r1'): Desired => ({
  ...{ name, revision, heal: 'enforce' },
  target: { name, resources: [], hash: revision },
});
const broken = (file: string) =>
  new OptopoError('invalid-topology', `${file}: 2 errors`, {
    diagnostics: [3, 4].map((line) => ({ file, line, column: 5, severity: 'error', message: 'unknown key' })),
  });
const unit = (name: string, good?: Desired, error?: OptopoError) => ({ name, good, error });
const remembered = (file: string, name: string) => ({ file, name, heal: 'enforce' as const });
const applied = (...names: string[]) => ({
  remembered: [] as ReturnType<typeof remembered>[],
  inForce: new Map<string, Desired>(),
  applied: (name: string): TopologyState | undefined =>
    names.includes(name) ? { ...emptyState(name), hash: 'applied12345678' } : undefined,
});

describe('what is in force', () => {
  test('is what the files declare, each remembered with its file', () => {
    const choice = chooseDesired([unit('a.yaml', desired('a')), unit('b.yaml', desired('b'))], applied());
    expect(choice.topologies.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(choice.problems).toEqual([]);
    expect(choice.remember).toEqual([remembered('a.yaml', 'a'), remembered('b.yaml', 'b')]);
  });

  test('is the last good version of a file that is broken, with why and where', () => {
    const choice = chooseDesired([unit('a.yaml', desired('a'), broken('a.yaml'))], applied('a'));
    const problem = 'a.yaml:3:5: unknown key (and 1 more)';
    expect(choice).toMatchObject({
      topologies: [{ name: 'a', revision: 'r1', problem }],
      problems: [problem],
    });
  });

  test('is what was applied last where a file is broken from the start', () => {
    const earlier = { ...applied('a'), remembered: [remembered('a.yaml', 'a')] };
    const choice = chooseDesired([unit('a.yaml', undefined, broken('a.yaml'))], earlier);
    expect(choice.topologies).toMatchObject(
      [{ name: 'a', revision: 'applied12345', problem: /a\.yaml:3:5/ }].map(({ name, revision }) => ({
        name,
        revision,
        problem: expect.stringContaining('a.yaml:3:5'),
      })),
    );
    expect(choice.topologies[0]?.undeclared).toBeUndefined();
  });

  test('is nothing of a broken file of which nothing is known; that is told', () => {
    const choice = chooseDesired([unit('a.yaml', undefined, broken('a.yaml'))], applied());
    expect(choice.topologies).toEqual([]);
    expect(choice.problems).toEqual(['a.yaml:3:5: unknown key (and 1 more)']);
  });

  test('is kept where its file is gone or declares another name, until it is destroyed', () => {
    const earlier = {
      ...applied('a', 'b'),
      remembered: [remembered('a.yaml', 'a'), remembered('b.yaml', 'b')],
    };
    const choice = chooseDesired([unit('b.yaml', desired('c'))], earlier);
    expect(choice.topologies).toMatchObject([
      { name: 'c' },
      { name: 'a', undeclared: true, problem: expect.stringContaining('a.yaml is gone: a is kept') },
      { name: 'b', undeclared: true, problem: expect.stringContaining('b.yaml declares c now: b is kept') },
    ]);
    expect(chooseDesired([], { ...earlier, applied: () => undefined }).topologies).toEqual([]);
  });

  test('of one name in two files is the one from before; both files are named', () => {
    const twice = [unit('a.yaml', desired('a')), unit('copy.yaml', desired('a', 'r2'))];
    const problem = 'a.yaml and copy.yaml both declare the topology a: rename one';
    const before = { ...applied('a'), remembered: [remembered('copy.yaml', 'a')] };
    expect(chooseDesired(twice, before)).toMatchObject({
      topologies: [{ name: 'a', revision: 'r2', problem }],
      problems: [problem],
    });
    expect(chooseDesired(twice, applied())).toEqual({ topologies: [], problems: [problem], remember: [] });
  });

  test('moves with a file that is renamed', () => {
    const earlier = { ...applied('a'), remembered: [remembered('old.yaml', 'a')] };
    const choice = chooseDesired([unit('new.yaml', desired('a'))], earlier);
    expect(choice).toMatchObject({ problems: [], remember: [remembered('new.yaml', 'a')] });
  });
});
