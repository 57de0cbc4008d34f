import { join } from 'node:path';
import { OptopoError } from '../../../model/error.ts';
import { takeLock } from '../../../state/lock.ts';

/**
 * Makes this process the one watch daemon of a state directory until the returned function is called or the process
 * ends, however that happens. Throws `locked` naming the daemon that is there. It is a lock of its own: people and
 * other commands go on applying beside the daemon.
 */
export async function claimStateDir(stateDir: string): Promise<() => void> {
  try {
    return await takeLock(join(stateDir, 'watch'));
  } catch (error) {
    if (!(error instanceof OptopoError) || error.code !== 'locked') throw error;
    const holder = error.message.replace(/^another optopo is at work: /, '');
    throw new OptopoError('locked', `a watch daemon runs on ${stateDir} already: ${holder}`, {
      tried: `claim ${stateDir}`,
      hint: 'one daemon serves all topologies of a host: give it a directory, or end the other one first',
      cause: error,
    });
  }
}
