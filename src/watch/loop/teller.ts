import type { OptopoError } from '../../model/error.ts';
import type { Change } from '../../model/plan.ts';
import type { Cause, EventLog, NewEvent } from '../contract.ts';
import { problemText } from '../desired/problem-text.ts';
import type { Suspension } from '../durable-notes.ts';
import { bothValues, changesAsDrift, heldAsDrift, laterAsDrift } from './drift-items.ts';
import type { PassResult } from './pass.ts';
import type { Watched } from './watched.ts';

/** One look at a topology. */
export interface Look {
  watched: Watched;
  causes: Cause[];
  /** When the first cause came, on the clock of `performance.now()`. */
  since: number;
  id: string;
}

/** Writes what a reconcile came to into the event log; what is as it was told last is not told again. */
export class Teller {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  succeeded(look: Look, { plan, report }: PassResult): void {
    const { watched } = look;
    const held = plan ? heldAsDrift(plan, (id) => watched.fights.holds(id)) : [];
    const told = JSON.stringify(held);
    const untold = watched.told === told ? [] : held;
    const wanted = look.causes.some(({ type }) => type === 'desired');
    const did = report !== undefined && report.steps.length > 0;
    if (did && plan) {
      this.#reconciled(look, {
        drift: [
          ...changesAsDrift(plan, 'repaired'),
          ...laterAsDrift(plan, report.steps, 'repaired'),
          ...untold,
        ],
        outcome: 'converged',
        generation: report.generation,
        message: whatWasDone(plan.changes),
      });
    } else if (untold.length > 0) {
      const ids = untold.map(({ id, reason }) => `${id}: ${reason}`);
      this.#reconciled(look, {
        drift: untold,
        outcome: 'reported',
        message: `not as declared: ${ids.join('; ')}`,
      });
    } else if (wanted) {
      const message = `nothing to do: the host is as ${watched.desired.revision} declares`;
      this.#reconciled(look, { drift: held, outcome: 'unchanged', message });
    } else if (watched.told !== null && held.length === 0) {
      this.#reconciled(look, { outcome: 'unchanged', message: 'the host is as declared again' });
    }
    watched.told = held.length > 0 ? told : null;
  }

  /** Nothing was changed, and why. */
  failed(look: Look, error: OptopoError): void {
    const message = problemText(error);
    if (look.watched.told === message) return;
    look.watched.told = message;
    this.#reconciled(look, { outcome: 'failed', message });
  }

  failedApply(look: Look, { plan, report }: PassResult, error: OptopoError): void {
    const message = problemText(error);
    const steps = report?.steps ?? [];
    // What was done to the host is told each time, also when it was undone.
    if (look.watched.told === message && !steps.some(({ status }) => status !== 'skipped')) return;
    look.watched.told = message;
    this.#reconciled(look, {
      drift: plan ? [...changesAsDrift(plan, 'failed'), ...laterAsDrift(plan, steps, 'failed')] : [],
      outcome: report?.outcome === 'rolled-back' ? 'rolled-back' : 'failed',
      message,
    });
  }

  /** Notes what was repaired, and tells the fights that this began. */
  fought({ fights, name }: Watched, { plan, anew }: PassResult): void {
    const guests = new Set(plan?.comesAndGoes);
    for (const change of plan?.changes ?? []) {
      const differs = change.action === 'update' && change.fields.length > 0;
      if (anew.has(change.id) || (guests.has(change.id) && !differs)) continue;
      const fight = fights.repaired(change.id, bothValues(change), Date.now());
      if (!fight) continue;
      const message = `${fight.id}: ${fight.message}`;
      this.#log.append({ type: 'fight', topology: name, drift: [], message });
    }
  }

  truceEnded({ name }: Watched, ids: readonly string[]): void {
    for (const id of ids)
      this.#log.append({ type: 'fight', topology: name, message: `${id} is tried again` });
  }

  limited({ name, error }: Watched): void {
    this.#log.append({ type: 'reconcile', topology: name, outcome: 'failed', message: error ?? '' });
  }

  suspension({ name }: Watched, suspension: Suspension | undefined): void {
    if (suspension === undefined) {
      this.#log.append({ type: 'resumed', topology: name, message: `${name} is looked after again` });
      return;
    }
    const why = suspension.reason === null ? '' : `: ${suspension.reason}`;
    const message = `${name} is suspended by ${suspension.by}${why}`;
    this.#log.append({ type: 'suspended', topology: name, message });
  }

  forgotten({ name }: Watched): void {
    const message = `${name} was destroyed and no file declares it: it is not watched any more`;
    this.#log.append({ type: 'desired', topology: name, message });
  }

  #reconciled({ watched, causes, since, id }: Look, event: Omit<NewEvent, 'type'>): void {
    const durationMs = Math.round((performance.now() - since) * 10) / 10;
    this.#log.append({
      ...{ type: 'reconcile', topology: watched.name, reconcile: id, causes, durationMs },
      ...event,
    });
  }
}

function whatWasDone(changes: readonly Change[]): string {
  const [first] = changes;
  if (first === undefined) return 'converged';
  const text = `${first.id}: ${first.reason}`;
  return changes.length === 1 ? text : `${changes.length} changes, first ${text}`;
}
