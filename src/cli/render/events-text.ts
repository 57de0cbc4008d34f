import { displayValue } from '../../model/plan.ts';
import type { FieldChange } from '../../model/resource.ts';
import type { Cause, DriftItem, WatchEvent } from '../../watch/contract.ts';
import type { Colors } from '../output.ts';

/** Columns grow with what they have to hold, so that lines which follow stay aligned with those before. */
export class EventsText {
  readonly #colors: Colors;
  readonly #widths = [0, 0, 0, 0];

  constructor(colors: Colors) {
    this.#colors = colors;
  }

  /** Makes room for all of these, before the first of them is printed. */
  fit(events: readonly WatchEvent[]): void {
    for (const event of events) {
      for (const [index, cell] of cellsOf(event).entries()) this.#grow(index, cell);
    }
  }

  /** One line: when, of what, what came of it, how long it took, why; below it a line for each object. */
  lines(event: WatchEvent): string[] {
    this.fit([event]);
    const padded = cellsOf(event).map((cell, index) => this.#padded(index, cell));
    const [topology, word, took, cause] = padded as [string, string, string, string];
    const { dim } = this.#colors;
    const head = [dim(timeOf(event)), topology, this.#paint(event, word), dim(took), dim(cause)];
    return [
      [...head, event.message].join('  ').trimEnd(),
      ...event.drift.map((item) => this.#driftLine(item)),
    ];
  }

  #driftLine({ id, reason, fields, treatment, by }: DriftItem): string {
    const what = isWhole(fields) ? reason : fields.map(fieldText).join(', ');
    const who = by === undefined ? '' : `, by ${by}`;
    const color = treatment === 'repaired' ? this.#colors.green : this.#colors.yellow;
    return `    ${id}  ${what}  ${color(treatment)}${who}`;
  }

  #paint({ type, outcome }: WatchEvent, word: string): string {
    const { green, red, yellow } = this.#colors;
    if (outcome === 'failed' || outcome === 'rolled-back' || type === 'fight') return red(word);
    return outcome === 'reported' || type === 'signal-source' ? yellow(word) : green(word);
  }

  #grow(index: number, cell: string): void {
    this.#widths[index] = Math.max(this.#widths[index] ?? 0, cell.length);
  }

  #padded(index: number, cell: string): string {
    const width = this.#widths[index] ?? 0;
    // Times are read from their right end.
    return index === 2 ? cell.padStart(width) : cell.padEnd(width);
  }
}

/** What came or went as a whole is told by its reason, not by each of its fields. */
function isWhole(fields: readonly FieldChange[]): boolean {
  return fields.every(({ before }) => before === null) || fields.every(({ after }) => after === null);
}

function fieldText({ field, before, after }: FieldChange): string {
  return `${field}: ${displayValue(before)} → ${displayValue(after)}`;
}

function cellsOf(event: WatchEvent): [topology: string, word: string, took: string, cause: string] {
  const took = event.durationMs === null ? '' : durationText(event.durationMs);
  return [event.topology ?? '-', event.outcome ?? event.type, took, event.causes.map(causeText).join('+')];
}

/** In local time, to the millisecond. */
function timeOf({ at }: WatchEvent): string {
  const time = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${date} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function durationText(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function causeText(cause: Cause): string {
  switch (cause.type) {
    case 'signal':
      return cause.plugin;
    case 'request':
      return cause.by;
    default:
      return cause.type;
  }
}
