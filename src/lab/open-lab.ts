import { existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { OptopoError } from '../model/error.ts';
import { closeLab } from './close-lab.ts';
import { createDatabase, startDaemon } from './daemons.ts';
import { type Lab, labNamed, labRoot, netnsPath } from './lab.ts';
import { furnishMounts, startHolder } from './mount-space.ts';
import { updateRecord, writeRecord } from './record.ts';
import { requireRoot, requireTools, runTool } from './tools.ts';

export interface OpenOptions {
  /** The program that `optopo` is in the lab. */
  program: string;
  signal?: AbortSignal;
}

/**
 * Opens a sandbox: a network and a mount namespace with an ovsdb-server and an ovs-vswitchd of its own. Nothing
 * is left of it when that fails or is interrupted. Throws `needs-root`, `unreachable` (something is not
 * installed), `conflict` (it is there already), `refused`.
 */
export async function openLab(name: string, { program, signal }: OpenOptions): Promise<Lab> {
  const lab = labNamed(name);
  requireRoot();
  requireTools();
  if (process.env.OPTOPO_LAB) throw new OptopoError('refused', 'a lab cannot be opened inside a lab');
  claim(lab);
  try {
    await build(lab, program, signal);
  } catch (thrown) {
    await closeLab(name);
    throw thrown;
  }
  return lab;
}

/** Takes the name: whoever makes the directory has it. */
function claim(lab: Lab): void {
  if (existsSync(netnsPath(lab)) && !existsSync(lab.dir)) {
    throw new OptopoError(
      'conflict',
      `there is a network namespace "${lab.netns}" that is no lab of ${labRoot()}`,
    );
  }
  mkdirSync(labRoot(), { recursive: true });
  try {
    mkdirSync(lab.dir);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    throw new OptopoError('conflict', `the lab "${lab.name}" exists already`, {
      hint: `optopo lab down ${lab.name}`,
    });
  }
}

async function build(lab: Lab, program: string, signal?: AbortSignal): Promise<void> {
  for (const directory of [lab.rundir, lab.logDir, lab.lxcPath, lab.stateDir, lab.binDir])
    mkdirSync(directory);
  symlinkSync(realpathSync(program), join(lab.binDir, 'optopo'));
  // Before what it names: what was begun can then be taken down whenever this is killed.
  const { name, netns } = lab;
  writeRecord(lab, {
    version: 1,
    name,
    netns,
    openedAt: new Date().toISOString(),
    ready: false,
    daemons: {},
  });
  const options = signal ? { signal } : {};
  await runTool('ip', ['netns', 'add', lab.netns], options);
  await runTool('ip', ['-netns', lab.netns, 'link', 'set', 'dev', 'lo', 'up'], options);
  const holder = await startHolder(lab);
  updateRecord(lab, { holder });
  await furnishMounts(lab, holder, signal);
  await createDatabase(lab);
  await startDaemon(lab, 'ovsdb-server', signal);
  await startDaemon(lab, 'ovs-vswitchd', signal);
  updateRecord(lab, { ready: true });
}
