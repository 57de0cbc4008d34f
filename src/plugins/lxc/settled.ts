import { type FoundContainers, findContainers, type RunningContainer } from '../../wire/lxc/process-table.ts';
import { waitUntil } from '../../wire/wait-until.ts';
import type { Container } from './containers.ts';

/** A start takes 10 to 40 ms, an end without its grace period less; hooks of others may take any time. */
const DEADLINE_MS = 1_000;

/**
 * Which containers run, once those that matter are neither being started nor being ended: in between their
 * devices are underway, and would look lost. One that does not come to rest in time is taken as it is.
 */
export async function settledRunning(
  lxcPath: string,
  containers: readonly Container[],
  matters: (name: string) => boolean,
  signal: AbortSignal,
): Promise<Map<string, RunningContainer>> {
  let found: FoundContainers = findContainers(lxcPath, containers);
  const settled = (): boolean => ![...found.changing].some(matters);
  if (settled()) return found.running;
  await waitUntil(
    () => {
      found = findContainers(lxcPath, containers);
      return settled();
    },
    DEADLINE_MS,
    signal,
  );
  return found.running;
}
