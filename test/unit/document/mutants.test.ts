import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepMutant, seedOf } from '../../support/mutants/keep-mutant.ts';
import { runWorker } from '../../support/mutants/run-worker.ts';

const COUNT = Number(process.env.OPTOPO_MUTANTS ?? 10_000);
const MAX_RSS_MIB = 300;
const TIME_LIMIT_MS = 300_000;

test(
  `${COUNT} mutated topologies in one process are taken, or refused with the places of their mistakes`,
  async () => {
    const seed = seedOf(process.env);
    const folder = mkdtempSync(join(tmpdir(), 'optopo-mutants-'));
    try {
      const { wrong, ended } = await runWorker(folder, seed, COUNT);
      const kept = wrong.slice(0, 10).map(({ number, what }) => `${keepMutant(seed, number)}: ${what}`);
      expect(kept.join('\n\n'), `seed ${seed}, ${wrong.length} are wrong`).toBe('');
      expect(ended.maxRssMiB).toBeLessThan(MAX_RSS_MIB);
      // Mutants of which all are refused at their first byte would show nothing.
      expect(Math.min(ended.valid, ended.refused)).toBeGreaterThan(COUNT / 20);
      process.stderr.write(
        `mutants: seed ${seed}, ${ended.valid} valid, ${ended.refused} refused, slowest ${Math.round(ended.slowestMs)} ms, ${Math.round(ended.maxRssMiB)} MiB\n`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  TIME_LIMIT_MS,
);
