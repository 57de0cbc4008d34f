import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import { isMissing, readFileIfPresent } from '../../wire/durable-file.ts';
import { parseConfig, settingOf } from '../../wire/lxc/config-file.ts';
import type { ContainerMark } from '../../wire/lxc/mark.ts';
import { readMark } from '../../wire/lxc/mark.ts';
import type { RunningContainer } from '../../wire/lxc/process-table.ts';
import { findRunning } from '../../wire/lxc/process-table.ts';
import { entriesOf } from '../../wire/lxc/scratch.ts';

/** A container as its directory shows it. */
export interface Container {
  name: string;
  directory: string;
  /** Text of its config; `null` where only our mark is left of it (a deletion that was cut short). */
  config: string | null;
  mark: ContainerMark | null;
  /** Its root file system where that is a directory of this host; `null` for other storage. */
  rootfs: string | null;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Every container under the path. Throws when one of them cannot be read. */
export async function readContainers(lxcPath: string): Promise<Container[]> {
  const names = (await entriesOf(lxcPath)).filter((entry) => !entry.startsWith('.'));
  const found = names.map((name) => readContainer(lxcPath, name));
  return found.filter((container) => container !== null);
}

/** One container; `null` when there is none of that name. */
export function readContainer(lxcPath: string, name: string): Container | null {
  const directory = join(lxcPath, name);
  const config = readFileIfPresent(join(directory, 'config')) ?? null;
  const mark = readMark(directory);
  if (config === null && mark === null) return null;
  return { name, directory, config, mark, rootfs: rootfsOf(config ?? '') };
}

/** The directory of a declared container. Throws `invalid-topology` for a name that is no plain file name. */
export function directoryOf(lxcPath: string, name: string): string {
  if (NAME.test(name)) return join(lxcPath, name);
  throw new OptopoError('invalid-topology', `"${name}" cannot be a container's name`);
}

/** Whether one container runs; `null` when it does not. */
export function findOne(lxcPath: string, container: Container): RunningContainer | null {
  return findRunning(lxcPath, [container]).get(container.name) ?? null;
}

/** True when anything stands at the container's place, readable as a container or not. */
export async function isTaken(directory: string): Promise<boolean> {
  try {
    await lstat(directory);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function rootfsOf(config: string): string | null {
  const path = settingOf(parseConfig(config), 'lxc.rootfs.path') ?? '';
  const directory = path.startsWith('dir:') ? path.slice(4) : path;
  return directory.startsWith('/') ? directory : null;
}
