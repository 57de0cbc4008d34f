import type { Step } from '../../model/plan.ts';
import type { PipelineEvent } from '../../pipeline/events.ts';
import { type Colors, printNote } from '../output.ts';
import { countExpectations } from './expectations-text.ts';

/** Shows a run while it goes on; `end` leaves the terminal clean. */
export interface Progress {
  on(event: PipelineEvent): void;
  end(): Promise<void>;
}

/** Says nothing: for `--json`. */
export const SILENT: Progress = { on: () => {}, end: async () => {} };

const DONE_WORDS: Record<Step['operation'], string> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  adopt: 'adopted',
  release: 'released',
  retain: 'retained',
};

/** One plain line for each step that ended: for logs and pipes. */
export function plainProgress(colors: Colors): Progress {
  return {
    on: (event) => {
      const line = lineOf(event, colors);
      if (line !== undefined) printNote(line);
    },
    end: async () => {},
  };
}

function lineOf(event: PipelineEvent, colors: Colors): string | undefined {
  if (event.type === 'step-ended') return endedLine(event, colors);
  if (event.type === 'step-undone') {
    const undone = event.result.status === 'done';
    return undone
      ? `${event.step.id}: undone`
      : `${event.step.id}: ${colors.red('could not be undone')}: ${event.result.error?.message ?? 'skipped'}`;
  }
  if (event.type === 'undoing') return `undoing ${event.steps} steps`;
  if (event.type === 'verifying') return 'reading the host again';
  if (event.type === 'checking') return `checking ${countExpectations(event.expectations)} with real packets`;
  if (event.type !== 'carrying-out') return undefined;
  return event.round > 1 ? `round ${event.round}: ${event.plan.steps.length} steps left` : undefined;
}

function endedLine(event: Extract<PipelineEvent, { type: 'step-ended' }>, colors: Colors): string {
  const { step, result } = event;
  if (result.status === 'failed')
    return `${step.id}: ${colors.red('failed')}: ${result.error?.message ?? ''}`;
  if (result.status === 'skipped') return `${step.id}: skipped`;
  return `${step.id}: ${DONE_WORDS[step.operation]} (${Math.round(event.durationMs)} ms)`;
}
