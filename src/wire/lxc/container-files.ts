import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import { isMissing, replaceFileAtomically } from '../durable-file.ts';

/**
 * Writes a file of a container, whole or not at all. Throws `not-found` when its directory is gone: whoever destroys
 * it meanwhile must not find it there again.
 */
export function writeContainerFile(directory: string, name: string, text: string): void {
  try {
    replaceFileAtomically(join(directory, name), text);
  } catch (error) {
    if (isMissing(error)) throw containerGone();
    throw error;
  }
}

/** It was there when it was read. */
export function containerGone(): OptopoError {
  return new OptopoError('not-found', 'the container is gone', { hint: 'plan again' });
}
