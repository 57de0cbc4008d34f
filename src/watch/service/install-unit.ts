import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import { readFileIfPresent, removeFileDurably, writeFileAtomically } from '../../wire/durable-file.ts';
import { runCommand } from '../../wire/subprocess.ts';
import { recognizeUnit } from './unit-file.ts';

export const UNIT = 'optopo.service';
/** Where an administrator's units live (systemd.unit(5)). */
export const UNIT_DIRECTORY = '/etc/systemd/system';

const TIMEOUT_MS = 60_000;

export interface UnitPlace {
  directory: string;
  /** Also over a file that is not ours, or was changed by hand. */
  force: boolean;
}

/**
 * Writes the unit after systemd has checked it, where it is installed. False: it was there already, just so. Throws
 * `refused` for a file that is not ours and for one that systemd does not take, `not-found` without the directory.
 */
export async function installUnit(text: string, place: UnitPlace): Promise<boolean> {
  const path = join(place.directory, UNIT);
  const found = requireOurs(path, place, 'overwrite');
  if (found === text) return false;
  if (!existsSync(place.directory)) {
    throw new OptopoError('not-found', `there is no directory ${place.directory}`, {
      hint: 'systemd reads /etc/systemd/system; --print shows the unit for another place',
    });
  }
  await checkUnit(text);
  writeFileAtomically(path, text, 0o644);
  await reloadSystemd();
  return true;
}

/** Ends the service and removes its unit; false: there is none. The network and its containers stay as they are. */
export async function removeUnit(place: UnitPlace): Promise<boolean> {
  const path = join(place.directory, UNIT);
  if (requireOurs(path, place, 'remove') === undefined) return false;
  if (isSystemdRunning()) await systemctl('disable', '--now', UNIT);
  removeFileDurably(path);
  await reloadSystemd();
  return true;
}

/** Starts the service now and at every boot, without waiting until it is ready. Throws `refused` without systemd. */
export async function startService(): Promise<void> {
  requireSystemd();
  await systemctl('enable', UNIT);
  await systemctl('restart', '--no-block', UNIT);
}

/** Throws `refused` where systemd does not run. */
export function requireSystemd(): void {
  if (isSystemdRunning()) return;
  throw new OptopoError('refused', 'systemd does not run on this host', {
    hint: 'leave --now out to write the unit only, or run `optopo watch` under another supervisor',
  });
}

/** Of the installed systemd; `undefined` where there is none. */
export async function systemdVersion(): Promise<number | undefined> {
  try {
    const { stdout } = await runCommand('systemctl', ['--version']);
    const digits = /^systemd (\d+)/.exec(stdout)?.[1];
    return digits === undefined ? undefined : Number(digits);
  } catch (error) {
    if (isNotInstalled(error)) return undefined;
    throw error;
  }
}

function requireOurs(path: string, { force }: UnitPlace, verb: 'overwrite' | 'remove'): string | undefined {
  const text = readFileIfPresent(path);
  const kind = text === undefined ? 'ours' : recognizeUnit(text);
  if (kind === 'ours' || force) return text;
  const what = kind === 'edited' ? 'was changed by hand' : 'was not written by install-service';
  throw new OptopoError('refused', `${path} ${what}`, {
    tried: `${verb} ${path}`,
    hint:
      kind === 'edited'
        ? `move the changes into a drop-in (systemctl edit optopo), then ${verb} it with --force`
        : `${verb} it with --force, or choose another --unit-dir`,
  });
}

/** Lets systemd read the unit before it is in force; without systemd nobody can. */
async function checkUnit(text: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'optopo-unit-'));
  const path = join(directory, UNIT);
  try {
    writeFileSync(path, text);
    const { exitCode, stderr } = await runCommand('systemd-analyze', ['verify', path], {
      ...{ timeoutMs: TIMEOUT_MS, accept: [0, 1] },
    });
    if (exitCode === 0) return;
    throw new OptopoError('refused', `systemd does not take the unit: ${stderr.trim()}`, {
      tried: `systemd-analyze verify ${UNIT}`,
      hint: 'see it with --print',
    });
  } catch (error) {
    if (!isNotInstalled(error)) throw error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function isNotInstalled(error: unknown): boolean {
  return error instanceof OptopoError && error.code === 'unreachable';
}

/** As sd_booted(3) finds out. */
function isSystemdRunning(): boolean {
  return existsSync('/run/systemd/system');
}

async function reloadSystemd(): Promise<void> {
  if (isSystemdRunning()) await systemctl('daemon-reload');
}

async function systemctl(...args: string[]): Promise<void> {
  await runCommand('systemctl', args, { timeoutMs: TIMEOUT_MS * 3 });
}
