import { OptopoError } from '../../model/error.ts';
import { runCommand } from '../subprocess.ts';
import { bundleLines, isDefaultFlow, listedLines, meterSpecs } from './saved-flows-text.ts';
import { ALL_VERSIONS, speaks } from './versions.ts';

/** The bridge whose management socket is spoken to. */
export interface FlowTarget {
  bridge: string;
  /** Directory of `BRIDGE.mgmt`. */
  rundir: string;
  /** What the bridge's `protocols` column holds; empty: all. */
  protocols: readonly string[];
  signal?: AbortSignal;
}

/** All flows, groups and meters of a bridge, whoever owns them, as ovs-ofctl takes them again. */
export interface SavedFlows {
  target: FlowTarget;
  flows: string[];
  groups: string[];
  meters: string[];
}

/**
 * Reads everything in a bridge's tables, for putting it back after a change for which OVS flushes them.
 * OVS's own default flow is left out where `standalone`: OVS puts it there, or not, by itself.
 */
export async function saveFlows(target: FlowTarget, standalone: boolean): Promise<SavedFlows> {
  const flows = await dumpFlows(target);
  const groups = listedLines(await ofctl(target, ['dump-groups']));
  const meters = speaks(target.protocols, 13) ? meterSpecs(await ofctl(target, ['dump-meters'])) : [];
  return { target, flows: standalone ? flows.filter((flow) => !isDefaultFlow(flow)) : flows, groups, meters };
}

/**
 * Puts saved flows back, with their cookies: meters first, since no bundle takes them, then groups and flows
 * in one bundle. Reads again and throws `command-failed` when any flow is missing then.
 */
export async function restoreFlows(saved: SavedFlows): Promise<void> {
  const { target, flows, groups } = saved;
  if (flows.length + groups.length + saved.meters.length === 0) return;
  await restoreMeters(saved);
  if (speaks(target.protocols, 14)) await ofctl(target, ['bundle'], ['-'], bundleLines(groups, flows));
  else await restoreWithoutBundle(saved);
  const present = new Set(await dumpFlows(target));
  const missing = flows.filter((flow) => !present.has(flow));
  if (missing.length === 0) return;
  const message = `${missing.length} of ${flows.length} flows of ${target.bridge} could not be put back`;
  throw new OptopoError('command-failed', message, { tried: missing.slice(0, 5).join('\n') });
}

async function dumpFlows(target: FlowTarget): Promise<string[]> {
  return listedLines(await ofctl(target, ['dump-flows', '--no-stats', '--no-names']));
}

async function restoreMeters({ target, meters }: SavedFlows): Promise<void> {
  if (meters.length === 0) return;
  const present = new Set(meterSpecs(await ofctl(target, ['dump-meters'])));
  for (const meter of meters.filter((spec) => !present.has(spec))) {
    await ofctl(target, ['add-meter'], [meter]);
  }
}

async function restoreWithoutBundle({ target, groups, flows }: SavedFlows): Promise<void> {
  const lines = (items: readonly string[]): string => items.map((item) => `${item}\n`).join('');
  if (groups.length > 0) await ofctl(target, ['add-groups'], ['-'], lines(groups));
  if (flows.length > 0) await ofctl(target, ['add-flows'], ['-'], lines(flows));
}

async function ofctl(
  { bridge, rundir, signal }: FlowTarget,
  command: readonly string[],
  operands: readonly string[] = [],
  input?: string,
): Promise<string> {
  const [name = '', ...options] = command;
  const args = ['-O', ALL_VERSIONS, ...options, name, `unix:${rundir}/${bridge}.mgmt`, ...operands];
  const { stdout } = await runCommand('ovs-ofctl', args, {
    ...(signal ? { signal } : {}),
    ...(input === undefined ? {} : { input }),
    changesHost: !name.startsWith('dump-'),
  });
  return stdout;
}
