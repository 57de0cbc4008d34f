import { once } from 'node:events';
import { connect } from 'node:net';
import { managementPath, type SwitchTarget } from './ofctl.ts';

/**
 * True when ovs-vswitchd holds the bridge's management socket open; false for one that is not there, or was
 * left by a daemon that has died. Throws what else connecting comes to.
 */
export async function isServed(target: Pick<SwitchTarget, 'bridge' | 'rundir'>): Promise<boolean> {
  const socket = connect(managementPath(target));
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return false;
    throw error;
  } finally {
    socket.destroy();
  }
}
