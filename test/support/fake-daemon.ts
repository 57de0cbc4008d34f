import { OptopoError } from '../../src/model/error.ts';
import type {
  Daemon,
  DaemonStatus,
  NewEvent,
  WatchEvent,
  WatchedTopology,
} from '../../src/watch/contract.ts';
import { MemoryEventLog } from '../../src/watch/event-log.ts';

/** A watched topology that is as it should be, except for what is given. */
export function watchedTopology(over: Partial<WatchedTopology> = {}): WatchedTopology {
  return {
    ...{ name: 'lab', sync: 'Synced', health: 'Healthy', generation: 3, cookie: '0x1234abcd00000000' },
    ...{ lastApplied: '2026-01-02T03:04:05.000Z', drift: [], retained: [], error: null, unconfirmed: null },
    ...{ heal: 'enforce', suspended: false, revision: 'abc123', lastSuccess: '2026-01-02T03:04:06.000Z' },
    ...{ fights: [], ...over },
  };
}

/** An event of a reconcile that repaired a port. */
export function repairEvent(over: Partial<NewEvent> = {}): NewEvent {
  return {
    ...{ type: 'reconcile', topology: 'lab', reconcile: 'r1', message: '1 object repaired' },
    causes: [{ type: 'signal', plugin: 'ovs' }],
    drift: [
      {
        ...{ id: 'port/p1', reason: 'tag differs', treatment: 'repaired' },
        fields: [{ field: 'tag', before: 30, after: 20 }],
      },
    ],
    ...{ outcome: 'converged', generation: 3, durationMs: 40, ...over },
  };
}

/** A daemon in memory: what it is asked is kept, what it says is set by the test. */
export class FakeDaemon implements Daemon {
  readonly log = new MemoryEventLog();
  readonly asked: string[] = [];
  /** What `refresh` does. */
  refreshing: () => Promise<void> = async () => {};
  /** What keeps its state from being read. */
  unreadable: Error | undefined;
  /** How many are told of events now. */
  readonly followers = new Set<() => void>();
  current: DaemonStatus = {
    ...{ pid: 42, startedAt: '2026-01-02T03:00:00.000Z', source: 'lab.yaml', problem: null },
    ...{ ready: true, queueDepth: 0, topologies: [watchedTopology()] },
  };
  readonly #ready: (() => void)[] = [];

  say(over: Partial<NewEvent> = {}): WatchEvent {
    return this.log.append(repairEvent(over));
  }

  becomeReady(): void {
    this.current = { ...this.current, ready: true };
    for (const listener of this.#ready) listener();
  }

  status(): DaemonStatus {
    if (this.unreadable) throw this.unreadable;
    return this.current;
  }

  queueDepth(): number {
    return this.current.queueDepth;
  }

  eventsAfter(seq: number): WatchEvent[] {
    return this.log.after(seq);
  }

  onEvent(listener: (event: WatchEvent) => void): () => void {
    const unlisten = this.log.listen(listener);
    const stop = (): void => {
      this.followers.delete(stop);
      unlisten();
    };
    this.followers.add(stop);
    return stop;
  }

  onReady(listener: () => void): void {
    this.#ready.push(listener);
  }

  async refresh(by: string): Promise<void> {
    this.asked.push(`refresh by ${by}`);
    await this.refreshing();
  }

  resync(name: string | null, by: string): void {
    if (name !== null && !this.current.topologies.some((topology) => topology.name === name)) {
      throw new OptopoError('not-found', `no topology named "${name}" is watched`);
    }
    this.asked.push(`resync ${name} by ${by}`);
  }
}
