import { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { readInside, switchTxChecksumOff } from '../../wire/lxc/inside-network.ts';
import type { PluginContext } from '../contract.ts';
import { findOne, readContainer } from './containers.ts';
import { type ContainerInterface, readInterfaces } from './interfaces.ts';
import { mendNetwork } from './mend-network.ts';
import { nameOf } from './owned.ts';
import { plugDevices } from './plug.ts';
import { whileRunning } from './while-running.ts';

/**
 * Gives a discovered container the device that is its own, while it runs. Its config, files and run state are
 * never touched. One that has ended meanwhile needs nothing. Throws `refused` for one that a topology owns,
 * `conflict` for one that has a device of that name.
 */
export async function mendGuest({ host, signal }: PluginContext, step: Step): Promise<void> {
  const container = readContainer(host.lxcPath, nameOf(step));
  const running = container && findOne(host.lxcPath, container);
  if (!running) return;
  if (container.mark !== null) {
    const message = `the container belongs to topology ${container.mark.owner} by now`;
    throw new OptopoError('refused', message, { hint: 'plan again' });
  }
  const { init } = running;
  const interfaces = readInterfaces(step.attributes.plugged);
  const sockets = interfaces.filter(({ network_type }) => network_type === 'socket');
  await whileRunning(init, async () => {
    await refuseForeign(init, sockets, signal);
    await plugDevices(init, sockets, signal);
    await mendNetwork(init, [], sockets, signal);
    for (const { name, network_type } of interfaces) {
      if (network_type === 'veth') await switchTxChecksumOff(init, name, { signal });
    }
  });
}

/** What is in our device's place and is not the tap that we gave it is the container's own: never taken away. */
async function refuseForeign(
  init: number,
  sockets: readonly ContainerInterface[],
  signal: AbortSignal,
): Promise<void> {
  if (sockets.length === 0) return;
  const { links } = await readInside(init, { signal });
  for (const { name, hwaddr } of sockets) {
    const link = links.get(name);
    if (link === undefined || (link.kind === 'tun' && link.address === hwaddr)) continue;
    throw new OptopoError('conflict', `it has a device ${name} of its own`, {
      hint: 'give the device of this discover entry another name (interface.name)',
    });
  }
}
