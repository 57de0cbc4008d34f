import { describe, expect, test } from 'vitest';
import type { ApplyReport } from '../../../src/model/report.ts';
import type { TestLab } from '../lab.ts';
import { type Differences, differences, matrixOf } from './matrix.ts';
import { expectTrue, lostContainers } from './report-truth.ts';
import type { Scenario } from './scenarios.ts';

/**
 * Defines a test for every step of a way: the step fails, and the host is as it was before, less containers whose
 * data had been deleted by then: these are said to be gone.
 */
export async function stepsThatFail(lab: TestLab, scenario: Scenario): Promise<void> {
  const matrix = await matrixOf(lab, scenario);
  describe(`${scenario.topology}, ${scenario.phase}: a step fails`, () => {
    test.for(matrix.steps)('%s', (failAt, context) =>
      matrix.point(context, async (before) => {
        const { report } = await matrix.apply({ failAt });
        expect(report.steps.find(({ key }) => key === failAt)).toMatchObject({ status: 'failed' });
        expect(report.error?.message).toContain(failAt);
        const differing = await differences(lab, before);
        if (lostContainers(report).length === 0) {
          expect(summaryOf(report, differing)).toEqual({
            ...{ differing: {}, outcome: 'rolled-back', left: [] },
            errors: [`${failAt}: ${failAt} was made to fail by the test`],
          });
        }
        expectTrue(report, before, differing);
      }),
    );
  });
}

/**
 * Defines a test for every step of a way: all of it is done, then the host cannot be read, and when everything is
 * undone the undo of this step fails. What the report says is not as before is exactly that.
 */
export async function undosThatFail(lab: TestLab, scenario: Scenario): Promise<void> {
  const matrix = await matrixOf(lab, scenario);
  describe(`${scenario.topology}, ${scenario.phase}: the undo of a step fails`, () => {
    test.for(matrix.steps)('%s', (key, context) =>
      matrix.point(context, async (before) => {
        const { report } = await matrix.apply({ failReadingAfter: key, undoFailsAt: key });
        expect(report.steps.find((step) => step.key === key)).toMatchObject({ status: 'done' });
        expectTrue(report, before, await differences(lab, before));
      }),
    );
  });
}

function summaryOf({ outcome, notPutBack, steps }: ApplyReport, differing: Differences) {
  const errors = steps.flatMap(({ key, error }) => (error ? [`${key}: ${error.message}`] : []));
  return { differing, outcome, left: notPutBack, errors };
}
