import { OptopoError } from '../../model/error.ts';
import { identityKey } from '../../wire/openflow/flow-line.ts';
import { parseFlowText, withPortNames } from '../../wire/openflow/flow-text.ts';
import type { FlowBridge } from './bridges.ts';
import type { BundleLine } from './bundle.ts';

/** What OVS's refusals ask for (OpenFlow 1.5, 7.5.4), where its word alone does not say it. */
const HINTS: readonly [RegExp, string][] = [
  [/METER/, 'the meter has to be on the bridge first'],
  [/BAD_OUT_GROUP|UNKNOWN_GROUP/, 'the group has to be on the bridge first'],
  [/BAD_OUT_PORT/, 'the bridge has no such port number'],
  [/TABLE_FULL/, 'the table has a limit of flows (Flow_Table in the database)'],
  [/OVERLAP/, 'check_overlap is set, and another flow of this priority matches the same packets'],
];

/**
 * An error of a whole bundle as one that names the flow at fault, in the user's words: its line in the
 * topology, and names in place of port numbers. Errors that name no flow are returned as they are.
 */
export function explainBundleError(
  error: OptopoError,
  bridge: FlowBridge,
  lines: readonly BundleLine[],
): OptopoError {
  if (error.code !== 'command-failed') return error;
  const parse = /^ovs-ofctl: -:(\d+): (.*)$/m.exec(error.message);
  if (parse) return refused(parse[2] as string, lines[Number(parse[1]) - 1], error);
  const answer = /^Error (\S+) for: OFPT_FLOW_MOD.*?: (?:ADD|MOD_STRICT|DEL_STRICT)(.*)$/m.exec(
    error.message,
  );
  if (!answer) return error;
  const flow = parseFlowText(answer[2] as string);
  const { match, actions } = withPortNames(flow, bridge.numberToName);
  const culprit = lines.find(({ key }) => key === identityKey(flow));
  return refused(`${answer[1]} (${match} actions=${actions})`, culprit, error);
}

function refused(reason: string, line: BundleLine | undefined, cause: OptopoError): OptopoError {
  return new OptopoError('apply-failed', `Open vSwitch refused the flow: ${reason}`, {
    resource: line?.step.id,
    source: line?.step.desired?.source,
    tried: line?.text ?? cause.tried,
    hint: HINTS.find(([pattern]) => pattern.test(reason))?.[1],
    cause,
  });
}
