import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../durable-file.ts';
import { containerCgroup, findHierarchy } from './cgroup.ts';

/** True when a container's processes are frozen (`lxc-freeze`): they are there and do nothing, not even die. */
export async function isFrozen(init: number): Promise<boolean> {
  const freezer = await freezerOf(init);
  if (freezer === null) return false;
  try {
    return (await readFile(freezer.file, 'utf8')).trim() !== freezer.thawed;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Lets a frozen container's processes go on; of one that is not frozen nothing is written. */
export async function thaw(init: number): Promise<void> {
  const freezer = await freezerOf(init);
  if (freezer !== null && (await isFrozen(init))) await writeFile(freezer.file, freezer.thawed);
}

/** The file that freezes a container's cgroup, and what stands in it when it is not frozen. */
async function freezerOf(init: number): Promise<{ file: string; thawed: string } | null> {
  // In the unified hierarchy freezing is no controller: every cgroup can.
  const hierarchy = findHierarchy('freezer', undefined, () => ['freezer']);
  if (hierarchy === null) return null;
  const directory = containerCgroup(await readFile(`/proc/${init}/cgroup`, 'utf8'), hierarchy, 'freezer');
  if (directory === null) return null;
  return hierarchy.version === 2
    ? { file: join(directory, 'cgroup.freeze'), thawed: '0' }
    : { file: join(directory, 'freezer.state'), thawed: 'THAWED' };
}
