import type { TopologyState } from '../../state/topology-state.ts';
import type { Desired, DesiredState } from '../contract.ts';
import type { Remembered } from './memory.ts';
import { problemText } from './problem-text.ts';
import type { Unit } from './unit.ts';

/** What was in force before. */
export interface Earlier {
  /** Which file declared which topology, as far as is remembered. */
  remembered: readonly Remembered[];
  /** The topologies in force, by name. */
  inForce: ReadonlyMap<string, Desired>;
  /** What was applied last on this host; undefined for what was never applied, or was destroyed. */
  applied(name: string): TopologyState | undefined;
}

export interface Choice {
  topologies: Desired[];
  /** Why what the files say is not in force, one sentence each. */
  problems: string[];
  remember: Remembered[];
}

/** What is in force, and why it is not the newest: a problem that is no one topology's is everyone's. */
export function stateOf(topologies: readonly Desired[], problems: readonly string[]): DesiredState {
  const own = new Set(topologies.map(({ problem }) => problem));
  const all = [...new Set(problems)];
  const shared = all.filter((problem) => !own.has(problem)).join('; ');
  return {
    topologies: shared === '' ? topologies : topologies.map((one) => ({ problem: shared, ...one })),
    problem: all.length > 0 ? all.join('; ') : null,
  };
}

type UnitFacts = Pick<Unit, 'name' | 'good' | 'error'>;

const REVISION_DIGITS = 12;

/**
 * Chooses what is in force: the newest good version of every file, and what was in force before where a file is
 * broken, gone, or declares a topology that another file declares too. No I/O but `applied`.
 */
export function chooseDesired(units: readonly UnitFacts[], earlier: Earlier): Choice {
  const choice: Choice = { topologies: [], problems: [], remember: [] };
  const add = (file: string, desired: Desired): void => {
    choice.topologies.push(desired);
    choice.remember.push({ file, name: desired.name, heal: desired.heal });
    if (desired.problem !== undefined) choice.problems.push(desired.problem);
  };
  for (const [name, declaring] of byName(units)) {
    const found = declared(name, declaring, earlier);
    if (typeof found === 'string') choice.problems.push(found);
    else add(found.file, found.desired);
  }
  const chosen = new Set(choice.topologies.map(({ name }) => name));
  for (const one of earlier.remembered.filter(({ name }) => !chosen.has(name))) {
    const kept = keep(one, earlier, whyKept(one, units));
    if (kept) add(one.file, kept);
  }
  for (const { error } of units) if (error) choice.problems.push(problemText(error));
  choice.problems = [...new Set(choice.problems)];
  return choice;
}

function byName(units: readonly UnitFacts[]): Map<string, UnitFacts[]> {
  const names = new Map<string, UnitFacts[]>();
  for (const unit of units) {
    if (unit.good) names.set(unit.good.name, [...(names.get(unit.good.name) ?? []), unit]);
  }
  return names;
}

/** What is in force of a name that files declare; where several do, what was in force before, if anything. */
function declared(
  name: string,
  declaring: readonly UnitFacts[],
  earlier: Earlier,
): { file: string; desired: Desired } | string {
  const [first, ...others] = declaring as [UnitFacts, ...UnitFacts[]];
  if (others.length === 0) return { file: first.name, desired: withProblem(first) };
  const files = declaring.map((unit) => unit.name).join(' and ');
  const problem = `${files} both declare the topology ${name}: rename one`;
  const before = earlier.remembered.find((one) => one.name === name);
  const incumbent = declaring.find((unit) => unit.name === before?.file);
  if (incumbent?.good) return { file: incumbent.name, desired: { ...incumbent.good, problem } };
  const kept = before && keep(before, earlier, { problem });
  return before && kept ? { file: before.file, desired: kept } : problem;
}

function withProblem({ good, error }: UnitFacts): Desired {
  return { ...(good as Desired), ...(error ? { problem: problemText(error) } : {}) };
}

/** Why a topology that was in force is no longer declared. */
function whyKept(
  { file, name }: Remembered,
  units: readonly UnitFacts[],
): Pick<Desired, 'problem' | 'undeclared'> {
  const unit = units.find((one) => one.name === file);
  if (unit?.error && !unit.good) return { problem: problemText(unit.error) };
  const what = unit?.good ? `${file} declares ${unit.good.name} now` : `${file} is gone`;
  const problem = `${what}: ${name} is kept as it was; to remove it: optopo destroy --name ${name}`;
  return { problem, undeclared: true };
}

/** What was in force, or was applied last; undefined where that was destroyed. */
function keep(
  { name, heal }: Remembered,
  { inForce, applied }: Earlier,
  why: Pick<Desired, 'problem' | 'undeclared'>,
): Desired | undefined {
  const state = applied(name);
  if (state === undefined) return undefined;
  const { problem: _, undeclared: __, ...before } = inForce.get(name) ?? fromState(state, heal);
  return { ...before, ...why };
}

function fromState({ name, resources, discover = [], hash }: TopologyState, heal: Desired['heal']): Desired {
  const revision = (hash ?? '').slice(0, REVISION_DIGITS);
  return { name, target: { name, resources, discover, hash }, heal, revision };
}
