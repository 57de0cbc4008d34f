import { join } from 'node:path';
import { readFileIfPresent, removeFileDurably, writeFileAtomically } from '../wire/durable-file.ts';
import { onDisk } from './on-disk.ts';

/** Where timers leave their logs and their marks. */
export function confirmDirectory(stateDir: string): string {
  return join(stateDir, 'confirm');
}

/** Remembers that an apply was not confirmed in time; it outlives the state of a topology that owns nothing. */
export function markGoneBack(stateDir: string, name: string): void {
  const path = markPath(stateDir, name);
  onDisk(path, 'write', () => writeFileAtomically(path, `${new Date().toISOString()}\n`));
}

/** When the last unconfirmed apply of a topology went back; undefined when the last one did not. */
export function goneBackAt(stateDir: string, name: string): string | undefined {
  const path = markPath(stateDir, name);
  return onDisk(path, 'read', () => readFileIfPresent(path))?.trim();
}

/** A new apply makes the mark of an earlier one meaningless. */
export function forgetGoneBack(stateDir: string, name: string): void {
  if (goneBackAt(stateDir, name) === undefined) return;
  const path = markPath(stateDir, name);
  onDisk(path, 'remove', () => removeFileDurably(path));
}

function markPath(stateDir: string, name: string): string {
  return join(confirmDirectory(stateDir), `${name}.went-back`);
}
