import { OptopoError } from '../model/error.ts';

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

const PAST = { read: 'read', write: 'written', remove: 'removed', lock: 'locked' };
