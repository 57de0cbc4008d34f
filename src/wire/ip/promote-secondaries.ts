import { readFile, writeFile } from 'node:fs/promises';
import { OptopoError } from '../../model/error.ts';

/**
 * Runs `work` while the kernel keeps the secondary IPv4 addresses of `devices` when their primary one is
 * deleted: without `promote_secondaries` it deletes them along (ip-sysctl), whoever set them, and with a
 * device's last address every route over it. What was set before is set again, also after a failure.
 */
export async function withPromotedSecondaries<T>(
  devices: Iterable<string>,
  work: () => Promise<T>,
): Promise<T> {
  const changed: string[] = [];
  try {
    for (const device of devices) {
      if (await promotes(device)) continue;
      await setPromotes(device, '1');
      changed.push(device);
    }
    return await work();
  } finally {
    for (const device of changed) await restore(device);
  }
}

function sysctl(device: string): string {
  return `/proc/sys/net/ipv4/conf/${device}/promote_secondaries`;
}

/** In force when it is set for the device or for all (IN_DEV_ORCONF). */
async function promotes(device: string): Promise<boolean> {
  const values = await Promise.all([device, 'all'].map((name) => readSetting(name)));
  return values.includes('1');
}

async function readSetting(device: string): Promise<string> {
  try {
    return (await readFile(sysctl(device), 'utf8')).trim();
  } catch (cause) {
    throw new OptopoError('command-failed', `cannot read ${sysctl(device)}`, { cause });
  }
}

async function setPromotes(device: string, value: '0' | '1'): Promise<void> {
  try {
    await writeFile(sysctl(device), value);
  } catch (cause) {
    const hint = `set it by hand: sysctl net.ipv4.conf.${device}.promote_secondaries=1`;
    throw new OptopoError('command-failed', `cannot write ${sysctl(device)}`, { cause, hint });
  }
}

/** The device may have gone in `work`, and its settings with it. */
async function restore(device: string): Promise<void> {
  try {
    await writeFile(sysctl(device), '0');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
}
