import { OptopoError } from '../model/error.ts';
import type { Session } from '../pipeline/session.ts';
import type { DesiredSource } from '../watch/contract.ts';
import { checkPaths, FilesSource } from '../watch/desired/files.ts';
import { type GitFlags, gitSourceOf } from './git-flags.ts';
import { parseSettings } from './run.ts';

/** Where `optopo watch` takes the desired state from. */
export interface SourceFlags extends GitFlags {
  set: string[];
}

/**
 * Checks where the desired state comes from, either files or a repository, and gives how to make its source. Throws
 * `usage` for what does not go together, `invalid-topology` for files that are not there.
 */
export function sourceOf(paths: string[], flags: SourceFlags): (session: Session) => DesiredSource {
  const set = parseSettings(flags.set);
  const git = gitSourceOf(flags);
  if ((git === undefined) === (paths.length === 0)) {
    throw new OptopoError('usage', 'give topology files, one directory of them, or --git URL');
  }
  if (git !== undefined) return ({ host, store }) => git({ set, store, stateDir: host.stateDir });
  checkPaths(paths);
  return ({ host, signal, store }) => new FilesSource(paths, { set, signal, store, stateDir: host.stateDir });
}
