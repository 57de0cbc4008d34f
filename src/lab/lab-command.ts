import { dirname } from 'node:path';
import { OptopoError } from '../model/error.ts';
import { isRunning, type ProcessRecord } from '../wire/process-record.ts';
import type { CommandOptions, CommandResult } from '../wire/subprocess.ts';
import type { Lab } from './lab.ts';
import { enterArguments } from './mount-space.ts';
import { type LabRecord, readRecord } from './record.ts';
import { runTool, toolPath } from './tools.ts';

/** A command line that runs something in a lab, with what its environment has to hold beside the caller's. */
export interface LabCommand {
  file: string;
  args: string[];
  env: Record<string, string>;
}

/**
 * How `argv` is run in a lab: in its network and mount namespace, in the caller's directory. `nsenter` becomes
 * the command, so that its pid, its terminal and its exit status are the command's own.
 * Throws `not-found`, and `refused` when the lab is not whole.
 */
export function labCommand(lab: Lab, argv: readonly string[], directory: string = process.cwd()): LabCommand {
  return {
    file: 'nsenter',
    args: [...enterArguments(requireHolder(lab), directory), ...argv],
    env: labEnvironment(lab),
  };
}

/** Runs a program in the lab to its end; errors as of `runCommand`, and of `labCommand`. */
export function runInLab(
  lab: Lab,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { file, args, env } = labCommand(lab, argv, options.cwd ?? '/');
  const { cwd: _entered, ...rest } = options;
  return runTool(file, args, { ...rest, env: { ...env, ...options.env } });
}

/** What tells OVS, LXC and optopo where this lab is. */
export function labEnvironment(lab: Lab): Record<string, string> {
  return {
    OVS_RUNDIR: lab.rundir,
    OVS_DBDIR: lab.dir,
    OVS_LOGDIR: lab.logDir,
    OPTOPO_LXC_PATH: lab.lxcPath,
    OPTOPO_STATE_DIR: lab.stateDir,
    OPTOPO_LAB: lab.name,
    // Debian's prompts show it.
    debian_chroot: `lab ${lab.name}`,
    // Behind the rest: the `node` that runs this may be in no one's PATH, and `optopo` needs it.
    PATH: `${lab.binDir}:${toolPath()}:${dirname(process.execPath)}`,
  };
}

function requireHolder(lab: Lab): ProcessRecord {
  const record = requireRecord(lab);
  if (record.holder && isRunning(record.holder)) return record.holder;
  throw new OptopoError(
    'refused',
    `the lab "${lab.name}" is not whole: the process that keeps it has ended`,
    {
      hint: `optopo lab down ${lab.name}`,
    },
  );
}

function requireRecord(lab: Lab): LabRecord {
  const record = readRecord(lab);
  if (record) return record;
  throw new OptopoError('not-found', `there is no lab "${lab.name}"`, { hint: `optopo lab up ${lab.name}` });
}
