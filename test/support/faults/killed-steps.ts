import { describe, expect, test } from 'vitest';
import type { TestLab } from '../lab.ts';
import { killedApplies } from './killed-apply.ts';
import { expectState, matrixOf } from './matrix.ts';
import { runApply } from './run-apply.ts';
import { endsOf, type Scenario } from './scenarios.ts';

/**
 * Defines a test for every place of a way at which a process can be killed: right after each step (a batch that
 * takes effect as a whole is one place), and in the middle of each call that writes. The next command says that an
 * apply was interrupted, and one apply comes to exactly what is wanted.
 */
export async function killsAtEveryStep(lab: TestLab, scenario: Scenario): Promise<void> {
  const matrix = await matrixOf(lab, scenario);
  const { from } = endsOf(scenario);
  const kill = await killedApplies(lab);
  await runApply(from);
  const { calls } = await kill({ wanted: matrix.to });
  await runApply(from);

  async function expectConverging(): Promise<void> {
    const { exitCode, stdout } = await lab.optopo(['status', scenario.topology]);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/degraded/i) });
    const { outcome, error } = await runApply(matrix.to);
    expect({ outcome, error: error?.message }).toMatchObject({
      outcome: expect.stringMatching(/^(converged|unchanged)$/),
    });
    await expectState(lab, matrix.target);
  }

  describe(`${scenario.topology}, ${scenario.phase}: killed after a step`, () => {
    test.for(matrix.places)('%s', (endAt, context) =>
      matrix.point(context, async () => {
        expect(await kill({ wanted: matrix.to, endAt })).toMatchObject({ signal: 'SIGKILL' });
        await expectConverging();
      }),
    );
  });

  describe(`${scenario.topology}, ${scenario.phase}: killed in the middle of a call`, () => {
    test.for(calls)('%s', (call, context) =>
      matrix.point(context, async () => {
        const run = await kill({ wanted: matrix.to }, { killAt: call });
        expect(run).toMatchObject({ signal: 'SIGKILL' });
        await expectConverging();
      }),
    );
  });
}
