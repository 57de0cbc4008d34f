import { doublingPause } from '../../model/doubling-pause.ts';

/** More repairs of one object than `count` within `windowMs` milliseconds are a fight. */
export interface FightRule {
  count: number;
  windowMs: number;
}

export interface Fight {
  id: string;
  /** Milliseconds since 1970. */
  until: number;
  message: string;
}

/** How long an object is left alone: doubling from fight to fight. */
const TRUCES = { firstMs: 60_000, longestMs: 60 * 60_000 };
/** A fight that comes so long after the last one's truce is a first one again, in milliseconds. */
const FORGIVEN_AFTER_MS = 10 * 60_000;

interface Entry {
  /** When it was repaired, within the window. */
  repairs: number[];
  fight: Fight | undefined;
  strikes: number;
  /** When the last truce ended. */
  ended: number;
}

/** Objects that are repaired again and again because somebody else keeps changing them back. */
export class Fights {
  readonly #rule: FightRule;
  readonly #entries = new Map<string, Entry>();

  constructor(rule: FightRule) {
    this.#rule = rule;
  }

  /** Notes a repair; returns the fight when this one was too many. `what` names both values. */
  repaired(id: string, what: string, now: number): Fight | undefined {
    const entry = this.#entries.get(id) ?? { repairs: [], fight: undefined, strikes: 0, ended: 0 };
    this.#entries.set(id, entry);
    entry.repairs = [...entry.repairs.filter((at) => at > now - this.#rule.windowMs), now];
    if (entry.repairs.length <= this.#rule.count) return undefined;
    if (now - entry.ended > FORGIVEN_AFTER_MS) entry.strikes = 0;
    const until = now + doublingPause(TRUCES, entry.strikes);
    const times = `${entry.repairs.length} times within ${Math.round(this.#rule.windowMs / 1_000)} s`;
    const message = `somebody else keeps changing it: ${what}, ${times}; left alone until ${new Date(until).toISOString()}`;
    entry.strikes += 1;
    entry.repairs = [];
    entry.fight = { id, until, message };
    return entry.fight;
  }

  /** True while the object is left alone. */
  holds(id: string): boolean {
    return this.#entries.get(id)?.fight !== undefined;
  }

  /** Ends the truces whose time has passed, and forgets objects that have been calm; returns what is tried again. */
  end(now: number): string[] {
    const ended: string[] = [];
    for (const [id, entry] of this.#entries) {
      if (entry.fight && entry.fight.until <= now) {
        ended.push(id);
        entry.ended = entry.fight.until;
        entry.fight = undefined;
      }
      const calm = entry.repairs.every((at) => at <= now - this.#rule.windowMs);
      if (!entry.fight && calm && now - entry.ended > FORGIVEN_AFTER_MS) this.#entries.delete(id);
    }
    return ended;
  }

  /** Milliseconds since 1970 when the next truce ends; Infinity: there is none. */
  get nextEnd(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.list().map(({ until }) => until));
  }

  list(): Fight[] {
    return [...this.#entries.values()].flatMap(({ fight }) => (fight ? [fight] : []));
  }

  /** Somebody has decided anew about these objects. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) this.#entries.delete(id);
  }
}
