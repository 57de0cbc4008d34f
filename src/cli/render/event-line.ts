import type { WatchEvent } from '../../watch/contract.ts';
import type { Colors } from '../output.ts';

/** An event as a person reads it: when, of what, what happened, how long it took. */
export function eventLine(event: WatchEvent, colors: Colors): string {
  const time = colors.dim(event.at.slice(11, 23));
  const topology = event.topology === null ? '' : ` ${colors.bold(event.topology)}`;
  const took = event.durationMs === null ? '' : colors.dim(` (${Math.round(event.durationMs)} ms)`);
  return `${time}${topology} ${painted(event, colors)} ${event.message}${took}`;
}

function painted({ type, outcome }: WatchEvent, colors: Colors): string {
  const word = outcome ?? type;
  if (outcome === 'failed' || outcome === 'rolled-back' || type === 'fight') return colors.red(word);
  return outcome === 'reported' || type === 'signal-source' ? colors.yellow(word) : colors.green(word);
}
