import type { Command } from 'commander';
import { loadTopology } from '../../compile/index.ts';
import { diagnosticToJson } from '../../pipeline/diagnostic-json.ts';
import { addGlobalOptions, addSetOption } from '../options.ts';
import { printJson, printResult } from '../output.ts';
import { noteWarnings } from '../render/diagnostics-text.ts';
import { invocationOf, parseSettings } from '../run.ts';

/** `optopo validate`: every mistake of the files at once; needs no root and no daemons. */
export function registerValidate(program: Command): void {
  const command = program
    .command('validate')
    .description('check topology files; needs no root and no daemons')
    .argument('<file...>', 'topology files, merged in this order')
    .action(validate);
  addSetOption(addGlobalOptions(command));
}

async function validate(files: string[], flags: { set: string[] }, command: Command): Promise<void> {
  const invocation = await invocationOf(command);
  const { signal } = invocation.interruption;
  const topology = await loadTopology(files, { set: parseSettings(flags.set), signal });
  const count = topology.resources.length;
  if (invocation.global.json) {
    const warnings = topology.warnings.map(diagnosticToJson);
    printJson({ format_version: 1, topology: topology.name, valid: true, resources: count, warnings });
    return;
  }
  noteWarnings(topology.warnings);
  printResult(`${topology.name}: valid, ${count} ${count === 1 ? 'object' : 'objects'}.`);
}
