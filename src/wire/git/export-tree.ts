import { mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isMissing, listIfPresent } from '../durable-file.ts';
import { runGit } from './run-git.ts';

const TIMEOUT_MS = 120_000;

/** A commit's files in a directory of their own. */
export interface ExportedTree {
  /** Without symbolic links in it, so that paths inside can be compared. */
  directory: string;
  /** Paths of symbolic links that led out of the tree, or nowhere; they were left out. */
  removedLinks: string[];
}

/**
 * Writes a commit's files to `directory`, which is there only when all of them are: nothing is ever read
 * half-written. Submodules stay empty. Objects that are damaged or missing throw `command-failed`.
 */
export async function exportTree(
  gitDir: string,
  commit: string,
  directory: string,
  signal: AbortSignal,
): Promise<ExportedTree> {
  const partial = `${directory}.partial`;
  for (const path of [partial, directory]) rmSync(path, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const index = join(gitDir, 'export.index');
  const options = { gitDir, env: { GIT_INDEX_FILE: index }, timeoutMs: TIMEOUT_MS, signal };
  const into = [`--work-tree=${partial}`, '-c', 'core.bare=false'];
  try {
    await runGit([...into, 'read-tree', commit], options);
    await runGit([...into, 'checkout-index', '--all', '--quiet', `--prefix=${partial}/`], options);
  } finally {
    rmSync(index, { force: true });
  }
  renameSync(partial, directory);
  const root = realpathSync(directory);
  return { directory: root, removedLinks: removeStrayLinks(root) };
}

/** Removes all exported trees but the named ones, and what an interrupted export left. */
export function removeTreesExcept(parent: string, kept: readonly string[]): void {
  for (const name of listIfPresent(parent)) {
    if (!kept.includes(name)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** A link that leads nowhere goes too: what it names may appear on the host later. */
function removeStrayLinks(root: string): string[] {
  const links = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !leadsInside(root, path));
  for (const path of links) rmSync(path);
  return links.map((path) => relative(root, path)).sort();
}

function leadsInside(root: string, link: string): boolean {
  try {
    return `${realpathSync(link)}${sep}`.startsWith(`${root}${sep}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'ELOOP') return false;
    throw error;
  }
}
