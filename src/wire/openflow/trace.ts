import { runCommand } from '../subprocess.ts';
import type { SwitchTarget } from './ofctl.ts';
import { parseTrace, type Trace } from './parse-trace.ts';

/** Conntrack's view of an answer, for each time that it goes through: without it OVS takes every packet for new. */
const ANSWERING = ['trk,est,rpl', 'trk,est,rpl', 'trk,est,rpl'].flatMap((state) => ['--ct-next', state]);

/**
 * Asks ovs-vswitchd what it would do with a packet (ofproto/trace, ovs-vswitchd(8)); nothing is sent and nothing
 * is learned. `packet` is a flow with `in_port` and all fields of the packet. Throws `command-failed` with OVS's
 * words, `timeout`, `unreachable`.
 */
export async function tracePacket(
  { bridge, rundir, signal }: Omit<SwitchTarget, 'protocols'>,
  packet: string,
  isAnswer: boolean,
): Promise<Trace> {
  const args = ['ofproto/trace', bridge, packet, '--names', ...(isAnswer ? ANSWERING : [])];
  const options = { env: { OVS_RUNDIR: rundir }, ...(signal ? { signal } : {}) };
  const { stdout } = await runCommand('ovs-appctl', args, options);
  return parseTrace(stdout);
}
