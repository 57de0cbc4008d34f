import { EXIT, OptopoError } from '../model/error.ts';
import type { DesiredState, WatchedTopology } from './contract.ts';
import type { DaemonParts } from './daemon.ts';
import type { LoopOptions } from './loop/loop.ts';
import { Reconciler } from './loop/reconciler.ts';
import { Watched } from './loop/watched.ts';

export interface OnceResult {
  topologies: WatchedTopology[];
  /** Why what the source says is not in force. */
  problem: OptopoError | null;
  exitCode: number;
}

/** Reconciles every topology once, without waiting for anything. Exit code as of apply; the gravest one counts. */
export async function reconcileOnce(
  { session, source, log }: DaemonParts,
  options: LoopOptions,
  stopped: () => boolean,
): Promise<OnceResult> {
  const state = await source.start(() => undefined);
  try {
    // Nothing is signalled to whoever looks once: nothing is known of the time since the host was read.
    const unsignalled = { settle: () => Promise.resolve(), quietSince: () => Promise.resolve(false) };
    const reconciler = new Reconciler(log, { session, stopped, ...unsignalled });
    const all = state.topologies.map((desired) => new Watched(desired, options));
    for (const watched of all) {
      if (stopped()) break;
      await reconciler.reconcile(watched, options.resyncMs);
    }
    const problem = problemOf(state);
    const codes = [...all.map(exitCodeOf), problem?.exitCode ?? EXIT.done];
    return {
      topologies: all.map((watched) => watched.status(session.store.load(watched.name))),
      problem,
      exitCode: stopped() ? EXIT.interrupted : Math.max(EXIT.done, ...codes),
    };
  } finally {
    await source.stop();
  }
}

function problemOf({ problem, problemCode = 'invalid-topology' }: DesiredState): OptopoError | null {
  return problem === null ? null : new OptopoError(problemCode, problem);
}

function exitCodeOf({ failure, versionError }: Watched): number {
  if (failure) return failure.exitCode;
  return versionError === null ? EXIT.done : EXIT.failed;
}
