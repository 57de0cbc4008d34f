import { watch } from 'chokidar';
import { keepRunning, type Start } from '../../wire/keep-running.ts';
import { startMonitorProcess } from '../../wire/monitor-process.ts';
import type { PluginContext, WatchHooks } from '../contract.ts';

/**
 * `lxc-monitor` tells starts and stops in milliseconds; a container whose monitor was killed tells nothing, and
 * one that is destroyed is stopped first and gone later: the directory of containers tells that.
 */
export async function watchContainers(
  context: PluginContext,
  onChange: () => void,
  hooks?: WatchHooks,
): Promise<() => Promise<void>> {
  const { lxcPath } = context.host;
  const start: Start = (signal, onEnd) => {
    const args = [`--lxcpath=${lxcPath}`, '--name=.*'];
    return startMonitorProcess('lxc-monitor', args, { signal, onLine: onChange, onEnd });
  };
  const stop = await keepRunning(start, { signal: context.signal, onChange, onSource: hooks?.onSource });
  const directory = watch(lxcPath, { depth: 0, ignoreInitial: true });
  directory.on('addDir', onChange).on('unlinkDir', onChange);
  return async () => {
    await directory.close();
    await stop();
  };
}
