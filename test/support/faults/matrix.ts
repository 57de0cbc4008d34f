/**
 * The fault matrix: one way (a topology created, updated or destroyed), tried with a fault at every step of it.
 * Every point begins where the way begins and leaves the host there again.
 */
import { expect, type TestContext } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Step } from '../../../src/model/plan.ts';
import type { ApplyReport } from '../../../src/model/report.ts';
import type { TestLab } from '../lab.ts';
import { waitFor } from '../wait.ts';
import { countFaultPoint } from './count.ts';
import { type HostState, readHostState } from './host-state.ts';
import { type Fault, withFault } from './inject.ts';
import { atomicPart } from './partial-batch.ts';
import { runApply, type Wanted } from './run-apply.ts';
import { endsOf, type Scenario } from './scenarios.ts';
import { withoutChosen } from './volatile.ts';

/** By id, what is not as it was. */
export type Differences = Record<string, string[]>;

/** Goes the way once without a fault: which steps it has, and what the host is then. */
export async function matrixOf(lab: TestLab, scenario: Scenario) {
  const { from, to } = endsOf(scenario);
  const nothing = { name: scenario.topology, files: [] };
  await reach(nothing);
  const empty = await readHostState(lab);
  await reach(from);
  const { report, done } = await run(to, {});
  expect(report).toMatchObject({ outcome: 'converged' });
  const target = await readHostState(lab);
  let before: HostState | null = null;

  async function reach(wanted: Wanted): Promise<void> {
    const { outcome, error } = await runApply(wanted);
    expect({ outcome, error }).toMatchObject({ outcome: expect.stringMatching(/^(converged|unchanged)$/) });
  }

  /** The host where the way begins; after a point that failed it is made so again. */
  async function begin(): Promise<HostState> {
    if (before === null) {
      await reach(nothing);
      await expectState(lab, empty, (state) => state);
      await reach(from);
      before = await readHostState(lab);
    }
    return before;
  }

  return {
    /** Keys of the steps, in the order in which they were done. */
    steps: done,
    /** The same, of steps that take effect together only the last one. */
    places: placesIn(report.plan.steps, done),
    target,
    to,
    /** One point: `work` gets the host as it was, and returns what the host is then said to be. */
    async point(context: TestContext, work: (before: HostState) => Promise<void>): Promise<void> {
      const state = await begin();
      before = null;
      await work(state);
      await reach(from);
      before = await readHostState(lab);
      if (from.files.length === 0) expect(before).toEqual(empty);
      countFaultPoint(context);
    },
    /** An apply of the way's end with a fault in it. */
    apply: (fault: Fault): Promise<{ report: ApplyReport; done: string[] }> => run(to, fault),
  };
}

/** Steps that the plan does not know are of a later one, with the data: each container is a place. */
function placesIn(steps: readonly Step[], done: readonly string[]): string[] {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const lastOf = new Map<string, string>();
  for (const key of done) {
    const step = byKey.get(key);
    lastOf.set(step ? atomicPart(step) : key, key);
  }
  return [...lastOf.values()];
}

async function run(wanted: Wanted, fault: Fault): Promise<{ report: ApplyReport; done: string[] }> {
  const { plugins, done } = withFault(fault);
  return { report: await runApply(wanted, plugins), done };
}

/** The host settles (a carrier, a duplicate check), then it has to be as expected. */
export async function expectState(
  lab: TestLab,
  expected: HostState,
  comparable: (state: HostState) => HostState = withoutChosen,
): Promise<void> {
  const wanted = JSON.stringify(sorted(comparable(expected)));
  let state: HostState = {};
  const same = async (): Promise<boolean> => {
    state = sorted(comparable(await readHostState(lab)));
    return JSON.stringify(state) === wanted;
  };
  await waitFor(same, { what: 'the host to settle', deadlineMs: 3_000, everyMs: 50 }).catch(() => undefined);
  expect(state).toEqual(sorted(comparable(expected)));
}

/** How often in a row the same has to be read before the host has settled on it. */
const SETTLED_READINGS = 3;

/** What of the objects is not as it was, by id, once the host has settled. */
export async function differences(lab: TestLab, before: HostState): Promise<Differences> {
  let [last, times] = [await differencesNow(lab, before), 1];
  const settled = async (): Promise<boolean> => {
    if (times === SETTLED_READINGS || Object.keys(last).length === 0) return true;
    const now = await differencesNow(lab, before);
    times = JSON.stringify(now) === JSON.stringify(last) ? times + 1 : 1;
    last = now;
    return false;
  };
  await waitFor(settled, { what: 'the host to settle', everyMs: 150 });
  return last;
}

async function differencesNow(lab: TestLab, before: HostState): Promise<Differences> {
  const now = await readHostState(lab);
  const ids = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  const all = ids.map((id) => [id, changedParts(before[id] ?? null, asBefore(before[id], now[id]))] as const);
  return Object.fromEntries(all.filter(([, parts]) => parts.length > 0));
}

/** The places in an object where it is not as it was, each with what stood there and what stands there. */
function changedParts(then: Json, now: Json, path = ''): string[] {
  if (JSON.stringify(then) === JSON.stringify(now)) return [];
  if (!isJsonObject(then) || !isJsonObject(now))
    return [`${path}: ${JSON.stringify(then)} -> ${JSON.stringify(now)}`];
  const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return keys.flatMap((key) => changedParts(then[key] ?? null, now[key] ?? null, `${path}/${key}`));
}

/**
 * A bridge made anew keeps its MAC address and its datapath id only by requests for them (docs/guarantees.md): these
 * may stand there where they say what was.
 */
function asBefore(before: JsonObject | undefined, now: JsonObject | undefined): JsonObject | null {
  const [then, row] = [before?.Bridge, now?.Bridge] as (JsonObject | undefined)[];
  if (then === undefined || row === undefined) return now ?? null;
  const [had, has] = [then.other_config, row.other_config] as [JsonObject, JsonObject];
  const kept: JsonObject = { 'datapath-id': then.datapath_id ?? null, hwaddr: macOf(before) };
  const entries = Object.entries(has).filter(([key, value]) => key in had || kept[key] !== value);
  return { ...now, Bridge: { ...row, other_config: Object.fromEntries(entries) } };
}

function macOf(bridge: JsonObject | undefined): Json {
  const [, device] = Object.entries(bridge ?? {}).find(([key]) => key.startsWith('device ')) ?? [];
  return isJsonObject(device) ? (device.address ?? null) : null;
}

function sorted(state: HostState): HostState {
  return Object.fromEntries(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));
}
