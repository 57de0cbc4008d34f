/** Faults of the daemons in the middle of an apply, and what has to be true of every one of them. */
import { expect, type TestContext } from 'vitest';
import type { ApplyReport } from '../../../src/model/report.ts';
import type { StatePlugin } from '../../../src/plugins/contract.ts';
import { PLUGINS } from '../../../src/plugins/registry.ts';
import type { TestLab } from '../lab.ts';
import { countFaultPoint } from './count.ts';
import { readHostState } from './host-state.ts';
import { differences, expectState } from './matrix.ts';
import { expectTrue } from './report-truth.ts';
import { runApply } from './run-apply.ts';
import { endsOf, type Scenario } from './scenarios.ts';

/** Plugins that call `strike` once, right before the step begins or (`after`) when it is done. */
export function strikingAt(
  key: string,
  when: 'before' | 'after',
  strike: () => Promise<unknown>,
): StatePlugin[] {
  return PLUGINS.map((plugin) => ({
    ...plugin,
    applyState: async (context, steps) => {
      const concerned = steps.some((step) => step.key === key);
      if (concerned && when === 'before') await strike();
      const results = await plugin.applyState(context, steps);
      if (concerned && when === 'after') await strike();
      return results;
    },
  }));
}

export interface DaemonFault {
  scenario: Scenario;
  plugins: readonly StatePlugin[];
  /** Makes the daemons run again. */
  mend(): Promise<unknown>;
}

/**
 * Tries one fault: the apply ends and says what is so, and when the daemons run again one apply comes to exactly what
 * is wanted. Begins and ends on an empty host.
 */
export async function tryDaemonFault(
  lab: TestLab,
  context: TestContext,
  fault: DaemonFault,
): Promise<ApplyReport> {
  const { from, to } = endsOf(fault.scenario);
  const nothing = { name: fault.scenario.topology, files: [] };
  await runApply(nothing);
  const empty = await readHostState(lab);
  await runApply(from);
  await runApply(to);
  const target = await readHostState(lab);
  await runApply(nothing);
  await runApply(from);
  const before = await readHostState(lab);
  const report = await runApply(to, fault.plugins);
  await fault.mend();
  if (report.outcome === 'rolled-back') expectTrue(report, before, await differences(lab, before));
  else expect(report).toMatchObject({ outcome: expect.stringMatching(/^(failed|converged)$/) });
  if (report.outcome === 'failed') expect(report.notPutBack).not.toEqual([]);
  expect(await runApply(to)).toMatchObject({ outcome: expect.stringMatching(/^(converged|unchanged)$/) });
  await expectState(lab, target);
  await runApply(nothing);
  await expectState(lab, empty);
  countFaultPoint(context);
  return report;
}
