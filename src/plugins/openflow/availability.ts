import { OptopoError } from '../../model/error.ts';
import { hasOfctl } from '../../wire/openflow/parse-flows.ts';
import type { PluginContext } from '../contract.ts';

/** What flows need and is not there, with how to mend it; `null` when all of it is. */
export async function unavailableReason(context: PluginContext): Promise<string | null> {
  if (!hasOfctl()) {
    return 'ovs-ofctl is not on PATH; install it (Debian: apt install openvswitch-switch)';
  }
  try {
    await context.ovsdb();
    return null;
  } catch (error) {
    if (!(error instanceof OptopoError) || error.code === 'interrupted') throw error;
    return error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  }
}
