import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import type { Topology } from '../../compile/topology.ts';
import { EXIT } from '../../model/error.ts';
import type { ExpectationCheck } from '../../model/expectation-check.ts';
import { checkExpectations } from '../../pipeline/expectations/check.ts';
import { warnOfRun } from '../../pipeline/found-run.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { printJson, printResult } from '../output.ts';
import { noteWarnings } from '../render/diagnostics-text.ts';
import { expectationToJson } from '../render/expectations-json.ts';
import { countExpectations, unmetText } from '../render/expectations-text.ts';
import { type Invocation, invocationOf, parseSettings, withSession } from '../run.ts';

/** `optopo check`: what is expected of the network, looked at with real packets; changes nothing. */
export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .description('check what the topology expects (expect:) with real packets; changes nothing')
    .argument('<file...>', 'topology files, merged in this order')
    .action(check);
  addSetOption(addGlobalOptions(command));
}

async function check(files: string[], flags: { set: string[] }, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const { interruption, global } = invocation;
  const { signal } = interruption;
  const topology = await loadTopology(files, { set: parseSettings(flags.set), signal });
  if (!global.json) noteWarnings(topology.warnings);
  await withSession(invocation, async (session) => {
    warnOfRun(session, topology.name);
    const hooks = { emit: () => undefined, stopped: () => interruption.asked };
    const checks = await checkExpectations(session, topology, hooks);
    if (checks.some(({ met }) => !met)) process.exitCode = EXIT.failed;
    if (global.json) printJson(checksToJson(topology.name, checks));
    else printChecks(topology, checks, invocation);
  });
}

function checksToJson(topology: string, checks: readonly ExpectationCheck[]) {
  const met = checks.filter((one) => one.met).length;
  return {
    ...{ format_version: 1, topology, summary: { met, unmet: checks.length - met } },
    expectations: checks.map(expectationToJson),
  };
}

function printChecks({ name }: Topology, checks: readonly ExpectationCheck[], { out }: Invocation): void {
  if (checks.length === 0) printResult(`${name}: expects nothing (no expect: in the topology).`);
  else if (checks.some(({ met }) => !met)) printResult(unmetText(checks, out));
  else printResult(out.green(`${name}: ${countExpectations(checks.length)} met.`));
}
