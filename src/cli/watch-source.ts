import type { Session } from '../pipeline/session.ts';
import type { DesiredSource } from '../watch/contract.ts';
import { checkPaths, FilesSource } from '../watch/desired/files.ts';
import { parseSettings } from './run.ts';

/** Where `optopo watch` takes the desired state from. */
export interface SourceFlags {
  set: string[];
}

/**
 * Checks where the desired state comes from, and gives how to make its source. Throws `usage` for what does not go
 * together, `invalid-topology` for files that are not there.
 */
export function sourceOf(paths: string[], flags: SourceFlags): (session: Session) => DesiredSource {
  const set = parseSettings(flags.set);
  checkPaths(paths);
  return ({ host, signal, store }) => new FilesSource(paths, { set, signal, store, stateDir: host.stateDir });
}
