import { defineConfig } from 'vitest/config';
import { FaultCountReporter } from './test/support/faults/fault-count-reporter.ts';
import { labPool, TEST_LABS } from './test/support/lab-pool.ts';

process.env.OPTOPO_LAB_DIR ??= TEST_LABS;

/** Tests of the lab itself open and close labs from outside; all others on real daemons run inside one. */
const LAB_TESTS = 'test/integration/lab*.test.ts';
const REAL_DAEMONS = {
  ...{ testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 3 },
  // `npm test` asks for a second try, and tells of it: daemons are shared with everything else on the machine.
  retry: Number(process.env.OPTOPO_TEST_RETRIES ?? 0),
  // Behind the unit tests, which say sooner what is wrong.
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  test: {
    reporters: ['default', new FaultCountReporter()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{unit,golden}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: [LAB_TESTS],
          pool: labPool,
          ...REAL_DAEMONS,
        },
      },
      {
        test: { name: 'lab', include: [LAB_TESTS], pool: 'forks', ...REAL_DAEMONS },
      },
    ],
  },
});
