import { expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { keepMutant, seedOf } from '../support/mutants/keep-mutant.ts';
import { mutantOf } from '../support/mutants/mutants.ts';
import { type Answer, useMeter } from '../support/mutants/run-program.ts';
import { allSources } from '../support/mutants/sources.ts';

const lab = useLab();

const COUNT = 200;
const TIME_LIMIT_MS = 2_000;
const MAX_RSS_MIB = 300;

/** What is wrong with an answer; null where nothing is. */
function faultOf(answer: Answer, codes: readonly number[]): string | null {
  const { exitCode, stderr, stdout, cpuMs, maxRssMiB } = answer;
  if (!codes.includes(exitCode)) return `exit ${exitCode}: ${stderr}`;
  if (/^\s+at /m.test(stderr)) return `a stack trace: ${stderr}`;
  if (exitCode === 65 && (stdout !== '' || !/:\d+:\d+: /.test(stderr))) return `names no place: ${stderr}`;
  if (cpuMs > TIME_LIMIT_MS) return `took ${Math.round(cpuMs)} ms`;
  return maxRssMiB > MAX_RSS_MIB ? `took ${Math.round(maxRssMiB)} MiB` : null;
}

test(`validate and plan answer ${COUNT} mutated topologies`, async () => {
  const measure = useMeter(lab);
  const sources = allSources();
  const seed = seedOf(process.env);
  const wrong: string[] = [];
  const codes: number[] = [];
  for (let number = 0; number < COUNT; number += 1) {
    const mutant = mutantOf(sources, seed, number);
    const validated = await measure('validate', mutant);
    codes.push(validated.exitCode);
    // A plan is refused as well where what is declared to be there is not.
    const fault =
      faultOf(validated, [0, 65]) ??
      (validated.exitCode === 0 ? faultOf(await measure('plan', mutant), [0, 1]) : null);
    if (fault !== null) wrong.push(`seed ${seed}: ${keepMutant(seed, number)}: ${fault}`);
  }
  expect(wrong.join('\n\n')).toBe('');
  expect(new Set(codes)).toEqual(new Set([0, 65]));
});
