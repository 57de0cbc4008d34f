import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestLab } from '../lab.ts';
import type { Mutant } from './mutants.ts';
import { writeMutant } from './mutants.ts';

/** What the program answered to one mutant, and what that cost. */
export interface Answer {
  exitCode: number;
  stdout: string;
  stderr: string;
  cpuMs: number;
  maxRssMiB: number;
}

/** Written by the program's own process when it ends: nobody else knows its largest size. */
const METER = `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost = { cpuMs: (userCPUTime + systemCPUTime) / 1000, maxRssMiB: maxRSS / 1024 };
  writeFileSync(process.env.METER_FILE, JSON.stringify(cost));
});
`;

/** Runs commands of the program on mutants; a run that hangs is killed, and throws. */
export function useMeter(lab: TestLab) {
  const meter = join(lab.dir, 'meter.mjs');
  writeFileSync(meter, METER);
  return async (command: string, mutant: Mutant): Promise<Answer> => {
    const files = writeMutant(mutant, join(lab.dir, 'mutant'));
    const cost = join(lab.dir, 'cost.json');
    rmSync(cost, { force: true });
    const settings = Object.entries(mutant.set).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const env = { NODE_OPTIONS: `--import=${meter}`, METER_FILE: cost };
    const { exitCode, stdout, stderr } = await lab.optopo([command, ...settings, ...files], { env });
    return { exitCode, stdout, stderr, ...JSON.parse(readFileSync(cost, 'utf8')) };
  };
}
