import { reconnectingMonitor } from '../../wire/ovsdb/reconnecting-monitor.ts';
import type { PluginContext, WatchHooks } from '../contract.ts';
import { COLUMNS } from '../open-vswitch-tables.ts';

/** Calls `onChange` for every change of what is read from the database, and after a lost connection. */
export async function watchOvs(
  context: PluginContext,
  onChange: () => void,
  hooks?: WatchHooks,
): Promise<() => Promise<void>> {
  const { Open_vSwitch: _counters, ...tables } = COLUMNS;
  return reconnectingMonitor(context.host.ovsdbSocket, tables, {
    signal: context.signal,
    onChange,
    onSource: hooks?.onSource,
  });
}
