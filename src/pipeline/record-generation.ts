import type { Plan } from '../model/plan.ts';
import type { Generation } from '../state/generation.ts';
import type { InventoryEntry, TopologyState } from '../state/topology-state.ts';
import { summarize } from './plan-json.ts';
import type { Target } from './prepare.ts';
import type { Session } from './session.ts';

/**
 * The last generation before an apply; looked at before the first write, so that a history that was tampered
 * with is said then and not after. Where the whole history was moved away a new one begins, tied to the last
 * by the hash that the state remembers. Throws `state-corrupt`.
 */
export function lastGeneration(session: Session, state: TopologyState): Generation | undefined {
  if (session.generations.numbers(state.name).length === 0) return undefined;
  return session.generations.head(state.name, state.generationHash);
}

/**
 * Stores what a converged apply or a destroy has come to as the next generation, durably, then has it remembered.
 * Where that fails (a full disk) the run is undone, and the history does not tell of it.
 */
export async function recordGeneration(
  session: Session,
  target: Target,
  plan: Plan,
  state: TopologyState,
  inventory: Record<string, InventoryEntry>,
  remember: (stored: Generation) => void,
): Promise<void> {
  const before = lastGeneration(session, state);
  // An apply was killed after it had stored its generation and before it could remember that.
  if (before && before.generation > state.generation && declaresTheSame(before, target)) {
    return remember(before);
  }
  const stored = session.generations.append({
    format_version: 1,
    topology: target.name,
    generation: Math.max(before?.generation ?? 0, state.generation) + 1,
    applied_at: new Date().toISOString(),
    by: whoApplies(process.env),
    commit: (await target.commit?.()) ?? null,
    summary: summarize(plan),
    topology_hash: target.hash,
    ...(plan.targeted ? { targeted: [...plan.targeted] } : {}),
    resources: [...target.resources],
    ...(target.discover?.length ? { discover: [...target.discover] } : {}),
    inventory,
    previous: before?.hash ?? state.generationHash,
  });
  try {
    remember(stored);
  } catch (thrown) {
    session.generations.remove(stored);
    throw thrown;
  }
}

function declaresTheSame(generation: Generation, { resources, discover = [] }: Target): boolean {
  const then = [generation.resources, generation.discover ?? []];
  return JSON.stringify(then) === JSON.stringify([resources, discover]);
}

/** The user behind sudo, else the user, else the number of this process's user. */
export function whoApplies(env: NodeJS.ProcessEnv): string {
  return env.SUDO_USER || env.USER || `uid ${process.getuid?.()}`;
}
