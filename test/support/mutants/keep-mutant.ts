import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutantOf, writeMutant } from './mutants.ts';
import { allSources } from './sources.ts';

/** The same mutants in every run, unless `OPTOPO_SEED` asks for others. */
const SEED = 20_261;

/** The seed of this run. */
export function seedOf(env: NodeJS.ProcessEnv): number {
  return Number(env.OPTOPO_SEED ?? SEED);
}

/** Writes a mutant to where it stays, for whoever looks into a failure; returns the paths. */
export function keepMutant(seed: number, number: number): string {
  const folder = mkdtempSync(join(tmpdir(), `optopo-mutant-${seed}-${number}-`));
  return writeMutant(mutantOf(allSources(), seed, number), folder).join(' ');
}
