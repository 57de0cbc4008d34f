import { OptopoError } from '../../model/error.ts';
import { writeBatch } from '../../wire/ip/write-batch.ts';
import { type ContainerTarget, startContainer, stopContainer } from '../../wire/lxc/commands.ts';
import { thaw } from '../../wire/lxc/freezer.ts';
import { readInside, switchTxChecksumOff, writeInside } from '../../wire/lxc/inside-network.ts';
import { writeMark } from '../../wire/lxc/mark.ts';
import { findLeftOverTaps, ownDeviceNames } from '../../wire/lxc/own-devices.ts';
import { endStarting, isAlive, netnsOf, type RunningContainer } from '../../wire/lxc/process-table.ts';
import { waitUntil } from '../../wire/wait-until.ts';
import type { PluginContext } from '../contract.ts';
import { type Container, findOne } from './containers.ts';
import type { ContainerInterface } from './interfaces.ts';
import { macsOf } from './observe.ts';

/** How long ovs-vswitchd may take to make a tap, or the kernel to give one back, in milliseconds. */
const DEVICE_DEADLINE_MS = 5_000;
const RETURN_DEADLINE_MS = 1_000;
const END_DEADLINE_MS = 10_000;

/** The container for the lxc-* tools. */
export function targetOf({ host, signal }: PluginContext, name: string): ContainerTarget {
  return { lxcPath: host.lxcPath, name, signal };
}

/**
 * Starts a container when its ports' devices are there, and waits until it runs with working interfaces.
 * Throws `apply-failed` with what LXC says.
 */
export async function start(
  context: PluginContext,
  container: Container,
  interfaces: readonly ContainerInterface[],
): Promise<void> {
  const { signal, host } = context;
  await requireDevices(socketPorts(interfaces), signal);
  await startOrEnd(context, container);
  const running = findOne(host.lxcPath, container);
  if (running === null) {
    const hint = `run: lxc-start -P ${host.lxcPath} -n ${container.name} -F`;
    throw new OptopoError('apply-failed', 'it ended right after its start', { hint });
  }
  for (const { name, network_type } of interfaces) {
    if (network_type === 'veth') await switchTxChecksumOff(running.init, name, { signal });
  }
  await rememberTaps(container, running.init, interfaces, signal);
}

/** A start that hangs, in a hook say, leaves the process behind that watches over it: that is ended with it. */
async function startOrEnd(context: PluginContext, { name }: Container): Promise<void> {
  try {
    await startContainer(targetOf(context, name));
  } catch (error) {
    endStarting(context.host.lxcPath, name);
    throw error;
  }
}

/**
 * Stops a container and waits until all of it has ended and its taps are back. One that runs where LXC, asked
 * from here, does not see it is refused.
 */
export async function stop(
  context: PluginContext,
  container: Container,
  interfaces: readonly ContainerInterface[],
): Promise<void> {
  const running = findOne(context.host.lxcPath, container);
  if (running === null) return;
  const { signal } = context;
  const ports = socketPorts(await dropDeadTaps(running.init, interfaces, signal));
  await end(context, container, running);
  const ended = (): boolean =>
    !isAlive(running.init) && !(running.monitor !== null && isAlive(running.monitor));
  if (!(await waitUntil(ended, END_DEADLINE_MS, signal))) {
    throw new OptopoError('timeout', `it has not ended within ${END_DEADLINE_MS} ms after its stop`);
  }
  // Who needs a device that has not come back waits for it again, and says so.
  await waitUntil(async () => (await missingDevices(ports)).length === 0, RETURN_DEADLINE_MS, signal);
}

/** Removes the dead taps that earlier starts of a container have left in our namespace. */
export async function removeLeftOvers(
  context: PluginContext,
  container: Container,
  interfaces: readonly ContainerInterface[],
): Promise<void> {
  const { signal } = context;
  const names = await findLeftOverTaps(macsOf(container, interfaces), { signal });
  await writeBatch(
    names.map((name) => ['link', 'delete', 'dev', name]),
    { signal },
  );
}

async function end(context: PluginContext, container: Container, running: RunningContainer): Promise<void> {
  if (running.monitor === null) {
    // Nobody watches it any more, so LXC cannot stop it: with its first process all of it ends.
    process.kill(running.init, 'SIGKILL');
    // What is frozen does not even die.
    await thaw(running.init);
    return;
  }
  if (netnsOf(running.monitor) !== netnsOf('self')) throw elsewhere();
  // busybox's clean stop takes 2 s and saves nothing.
  const how = container.mark?.template?.name === 'busybox' ? 'kill' : 'halt';
  const known = await stopContainer(targetOf(context, container.name), how);
  if (!known && isAlive(running.init)) throw elsewhere();
}

function elsewhere(): OptopoError {
  return new OptopoError(
    'refused',
    'it runs, but LXC does not know it as running from this network namespace',
    {
      hint: 'stop it where it was started, then apply again',
    },
  );
}

/** Deletes taps that nobody holds open where they are; on a stop LXC would leave them behind as physXXXXXX. */
async function dropDeadTaps(
  init: number,
  interfaces: readonly ContainerInterface[],
  signal: AbortSignal,
): Promise<ContainerInterface[]> {
  const sockets = interfaces.filter(({ network_type }) => network_type === 'socket');
  if (sockets.length === 0) return [];
  const { links } = await readInside(init, { signal });
  // The kernel tells the carrier's loss up to a second late; a new tap of the name beside tells it, too.
  const remade = await ownDeviceNames();
  const dead = sockets.filter(({ name, port }) => {
    const link = links.get(name);
    return link?.kind === 'tun' && (link.flags.includes('NO-CARRIER') || remade.has(port));
  });
  await writeInside(
    init,
    dead.map(({ name }) => ['link', 'delete', 'dev', name]),
    { signal },
  );
  return sockets.filter((entry) => links.has(entry.name) && !dead.includes(entry));
}

/** Waits until the devices are in our namespace. Throws `apply-failed`, naming those that do not come. */
export async function requireDevices(ports: readonly string[], signal: AbortSignal): Promise<void> {
  const there = async (): Promise<boolean> => (await missingDevices(ports)).length === 0;
  if (await waitUntil(there, DEVICE_DEADLINE_MS, signal)) return;
  const missing = await missingDevices(ports);
  throw new OptopoError('apply-failed', `the device of its port ${missing.join(', ')} is not there`, {
    hint: 'see Interface.error in OVS, and whether another container has it',
  });
}

async function missingDevices(ports: readonly string[]): Promise<string[]> {
  if (ports.length === 0) return [];
  const names = await ownDeviceNames();
  return ports.filter((port) => !names.has(port));
}

/** The MAC of a tap without a declared one is the only thing that tells it later, when it is left over. */
async function rememberTaps(
  container: Container,
  init: number,
  interfaces: readonly ContainerInterface[],
  signal: AbortSignal,
): Promise<void> {
  const unnamed = interfaces.filter(({ network_type, hwaddr }) => network_type === 'socket' && !hwaddr);
  if (unnamed.length === 0 || container.mark === null) return;
  const { links } = await readInside(init, { signal });
  const taps = unnamed.flatMap(({ name }) => links.get(name)?.address ?? []);
  container.mark = { ...container.mark, taps };
  writeMark(container.directory, container.mark);
}

function socketPorts(interfaces: readonly ContainerInterface[]): string[] {
  return interfaces.flatMap(({ network_type, port }) => (network_type === 'socket' ? [port] : []));
}
