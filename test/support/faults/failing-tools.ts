import { describe, expect, test } from 'vitest';
import type { ApplyReport } from '../../../src/model/report.ts';
import type { TestLab } from '../lab.ts';
import { killedApplies } from './killed-apply.ts';
import { differences, matrixOf } from './matrix.ts';
import { expectTrue, lostContainers } from './report-truth.ts';
import { runApply } from './run-apply.ts';
import { endsOf, type Scenario } from './scenarios.ts';

/**
 * Defines a test for every call of a tool that writes: the tool does nothing and fails, the step notices, takes back
 * what it had done before, and the host is as it was, less containers whose data had been deleted by then.
 */
export async function toolsThatFail(lab: TestLab, scenario: Scenario): Promise<void> {
  const matrix = await matrixOf(lab, scenario);
  const { from } = endsOf(scenario);
  const run = await killedApplies(lab);
  await runApply(from);
  const { calls } = await run({ wanted: matrix.to });
  await runApply(from);
  const tools = calls.filter((call) => !call.startsWith('ovsdb '));
  describe(`${scenario.topology}, ${scenario.phase}: a tool fails`, () => {
    test.for(tools)('%s', (call, context) =>
      matrix.point(context, async (before) => {
        const { stdout } = await run({ wanted: matrix.to }, { failAt: call });
        const report = JSON.parse(stdout) as ApplyReport;
        const differing = await differences(lab, before);
        if (lostContainers(report).length === 0) {
          expect({ ...report, differing }).toMatchObject({
            outcome: 'rolled-back',
            differing: {},
            notPutBack: [],
          });
        }
        expectTrue(report, before, differing);
      }),
    );
  });
}
