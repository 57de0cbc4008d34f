import type { ExpectationCheck, TracedPacket } from '../../model/expectation-check.ts';
import { formatLocation } from '../../model/source.ts';
import { unmetMessage } from '../../pipeline/expectations/check.ts';
import type { Colors } from '../output.ts';

export function countExpectations(count: number): string {
  return count === 1 ? '1 expectation' : `${count} expectations`;
}

/** What is not met: each with its line, why, and the packet that decided; then how many there are. */
export function unmetText(checks: readonly ExpectationCheck[], colors: Colors): string {
  const unmet = checks.filter(({ met }) => !met);
  const count = `${unmet.length} of ${countExpectations(checks.length)} not met.`;
  return [...unmet.map((check) => blockOf(check, colors)), colors.red(count)].join('\n');
}

function blockOf(check: ExpectationCheck, colors: Colors): string {
  const { expectation, diagnosis } = check;
  const lines = [`${formatLocation(expectation.source)}: ${colors.red('error')}: ${unmetMessage(check)}`];
  if (expectation.description !== undefined) lines.push(`  ${expectation.description}`);
  if (diagnosis === undefined) return lines.join('\n');
  lines.push(`  ${colors.cyan('why')}: ${diagnosis.explanation}`);
  const last = diagnosis.packets.at(-1);
  // Where everything passes the trace has nothing to show.
  const decisive = last !== undefined && last.passes !== expectation.reachable;
  if (decisive) lines.push(...traceLines(last).map((line) => colors.dim(line)));
  return lines.join('\n');
}

/** The packet and what became of it; the whole trace is in `--json`. */
function traceLines({ bridge, packet, summary }: TracedPacket): string[] {
  return [`  trace: ofproto/trace ${bridge} ${packet}`, ...summary.map((line) => `    ${line}`)];
}
