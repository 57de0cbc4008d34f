import type { Command } from 'commander';
import { EXIT } from '../../model/error.ts';
import type { Check } from '../../pipeline/doctor/index.ts';
import { resolveHost } from '../../pipeline/host.ts';
import { addGlobalOptions } from '../options.ts';
import { type Colors, printJson, printResult } from '../output.ts';
import { invocationOf } from '../run.ts';

/** `optopo doctor`: what is installed, running, reachable and permitted, and what mends the rest. */
export function registerDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description(
      'examine this host: what is installed, running, reachable, permitted, and what mends the rest',
    )
    .action(doctor);
  addGlobalOptions(command);
}

async function doctor(_flags: unknown, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const { examineHost } = await import('../../pipeline/doctor/index.ts');
  const host = await resolveHost(invocation.global, process.env);
  const checks = await examineHost(host, invocation.interruption.signal);
  const failed = checks.some(({ status }) => status === 'failed');
  if (invocation.global.json) {
    printJson({ format_version: 1, ready: !failed, checks: checks.map((check) => ({ ...check })) });
  } else printResult(checksText(checks, invocation.out));
  process.exitCode = failed ? EXIT.unreachable : EXIT.done;
}

function checksText(checks: readonly Check[], colors: Colors): string {
  const paint = { ok: colors.green, warning: colors.yellow, failed: colors.red };
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, status, detail, fix }) => {
      const line = `${paint[status](status.padEnd(7))}  ${name.padEnd(width)}  ${detail}`;
      return fix === undefined ? line : `${line}\n${' '.repeat(width + 11)}mend: ${fix}`;
    })
    .join('\n');
}
