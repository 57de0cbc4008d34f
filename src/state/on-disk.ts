import { OptopoError } from '../model/error.ts';
import { readFileIfPresent } from '../wire/durable-file.ts';

/** Does something to a path of the state directory; a full disk or missing rights become `state-unusable`. */
export function onDisk<T>(path: string, verb: 'read' | 'write' | 'remove' | 'lock', work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof OptopoError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OptopoError('state-unusable', `the state cannot be ${PAST[verb]}: ${why}`, {
      tried: `${verb} ${path}`,
      hint: 'mend the directory (space, rights), or give another one with --state-dir',
      cause,
    });
  }
}

/** What a file gives that is no text: a directory in its place, a bad sector. */
const UNREADABLE: ReadonlySet<unknown> = new Set(['EISDIR', 'EIO']);

/**
 * A file's text; `undefined` where there is none. One that is there and cannot be read as a file is broken as one
 * with wrong content is, and reads as empty: one topology's must not stop the work on all others.
 */
export function readStateFile(path: string): string | undefined {
  return onDisk(path, 'read', () => {
    try {
      return readFileIfPresent(path);
    } catch (error) {
      if (UNREADABLE.has((error as NodeJS.ErrnoException).code)) return '';
      throw error;
    }
  });
}

const PAST = { read: 'read', write: 'written', remove: 'removed', lock: 'locked' };
