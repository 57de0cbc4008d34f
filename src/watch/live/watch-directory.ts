import { mkdirSync, watch } from 'node:fs';
import { onDisk } from '../../state/on-disk.ts';

/** Calls back when a file directly in a directory of ours changes, comes or goes; makes it first. Returns how to stop. */
export function watchDirectory(directory: string, onChange: () => void): () => void {
  onDisk(directory, 'write', () => mkdirSync(directory, { recursive: true, mode: 0o700 }));
  const watcher = onDisk(directory, 'read', () => watch(directory, onChange));
  return () => watcher.close();
}
