import { emptyState } from '../state/topology-state.ts';
import { knownTopologies } from './found-run.ts';
import { observe } from './observe.ts';
import type { Session } from './session.ts';

/** No topology's name: whoever reads in this name owns nothing. */
const NOBODY = '';

/**
 * Topologies of which nothing is remembered although objects on the host carry their marks, sorted. Layers that
 * are not there are left out; throws where one is and cannot be read.
 */
export async function markedTopologies(session: Session): Promise<string[]> {
  const { live } = await observe(session, emptyState(NOBODY), { resources: [] });
  const owners = new Set(live.map(({ owner }) => owner).filter((owner) => owner !== null));
  for (const known of [NOBODY, ...knownTopologies(session)]) owners.delete(known);
  return [...owners].sort();
}
