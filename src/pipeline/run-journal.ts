import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { OptopoError, toOptopoError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { JournalEntry, JournalHeader } from '../state/journal.ts';
import type { JournalWriter } from '../state/journal-store.ts';
import { readBootId } from '../state/unconfirmed.ts';
import { CHILDREN, type ChildProcess } from '../wire/child-process.ts';
import { recordProcess } from '../wire/process-record.ts';
import type { Emit, PipelineEvent } from './events.ts';
import type { Session } from './session.ts';

/** The write-ahead journal of one run: what it is about to do, what it is at, and which children it has started. */
export class RunJournal {
  readonly #session: Session;
  readonly #topology: string;
  #plan: Plan | undefined;
  #writer: JournalWriter | undefined;
  #failure: OptopoError | undefined;

  constructor(session: Session, topology: string) {
    this.#session = session;
    this.#topology = topology;
  }

  /**
   * Opens it, with `intents` written in between: the header is on the disk before them, and in its place after
   * them, so that a full disk stops the run with nothing changed. Throws `state-unusable`.
   */
  begin(plan: Plan, intents: () => void): void {
    const prepared = this.#session.journals.prepare(headerOf(this.#topology, plan));
    try {
      intents();
      this.#writer = prepared.begin();
    } catch (thrown) {
      prepared.discard();
      throw thrown;
    }
    this.#plan = plan;
    subscribe(CHILDREN.name, this.#onChild);
  }

  /** Why a line could not be written: then nothing more may be begun. */
  get failure(): OptopoError | undefined {
    return this.#failure;
  }

  note(event: PipelineEvent): void {
    for (const entry of entriesOf(event, this.#plan)) this.#append(entry);
    if (event.type === 'carrying-out') this.#plan = event.plan;
  }

  /** The run has come to its end, whatever that is: nothing is left for the next one to know. */
  end(): void {
    this.#close();
    this.#session.journals.remove(this.#topology);
  }

  /** The user has stopped it at once: the next run goes on from there. */
  stop(): void {
    this.#append({ stopped: new Date().toISOString() });
    this.#close();
  }

  #close(): void {
    unsubscribe(CHILDREN.name, this.#onChild);
    this.#writer?.close();
    this.#writer = undefined;
  }

  readonly #onChild = (message: unknown): void => {
    const { pid, startTime, argv } = message as ChildProcess;
    this.#append({ child: { pid, startTime }, argv: [...argv] });
  };

  /** After the first line that cannot be written none is: half a line in the middle would make it unreadable. */
  #append(entry: JournalEntry): void {
    if (this.#failure) return;
    try {
      this.#writer?.append(entry);
    } catch (thrown) {
      this.#failure = toOptopoError(thrown);
    }
  }
}

/** Notes each event before it is told on. */
export function noting(journal: RunJournal, emit: Emit): Emit {
  return (event) => {
    journal.note(event);
    emit(event);
  };
}

function headerOf(topology: string, plan: Plan): JournalHeader {
  const self = recordProcess(process.pid);
  if (!self) throw new OptopoError('bug', 'this process is not in /proc');
  return {
    ...{ format_version: 1, topology, ...self, bootId: readBootId() },
    command: ['optopo', ...process.argv.slice(2)].join(' '),
    since: new Date().toISOString(),
    steps: plan.steps.map(({ key }) => key),
  };
}

function entriesOf(event: PipelineEvent, plan: Plan | undefined): JournalEntry[] {
  switch (event.type) {
    case 'carrying-out':
      return event.plan === plan ? [] : [{ steps: event.plan.steps.map(({ key }) => key) }];
    case 'step-started':
      return [{ step: event.step.key, now: 'begun' }];
    case 'step-ended':
      return [{ step: event.step.key, now: event.result.status }];
    case 'step-undone':
      return [{ step: event.step.key, now: event.result.status === 'done' ? 'undone' : 'stays' }];
    case 'undoing':
      return [{ undoing: event.steps }];
    default:
      return [];
  }
}
