import type { Command } from 'commander';
import schema from '../../../schemas/topology.schema.json' with { type: 'json' };
import { addGlobalOptions } from '../options.ts';
import { printResult } from '../output.ts';

/** `optopo schema`: the JSON Schema of topology files, for editors and other tools. */
export function registerSchema(program: Command): void {
  const command = program
    .command('schema')
    .description('print the JSON Schema of topology files')
    .action(() => printResult(JSON.stringify(schema, null, 2)));
  addGlobalOptions(command);
}
