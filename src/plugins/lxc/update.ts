import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import { limitCpus, limitMemory, readLimits } from '../../wire/lxc/cgroup.ts';
import { writeContainerFile } from '../../wire/lxc/container-files.ts';
import { thaw } from '../../wire/lxc/freezer.ts';
import { type GuestSettings, settleGuest } from '../../wire/lxc/guest-files.ts';
import { writeMark } from '../../wire/lxc/mark.ts';
import type { RunningContainer } from '../../wire/lxc/process-table.ts';
import type { PluginContext } from '../contract.ts';
import { attributesOfConfig, withAttributes } from './container-config.ts';
import { findOne } from './containers.ts';
import { templateShape } from './diff.ts';
import { isLeftToOthers } from './guest-faults.ts';
import { type ContainerInterface, readInterfaces } from './interfaces.ts';
import { removeLeftOvers, start, stop } from './lifecycle.ts';
import { mendNetwork } from './mend-network.ts';
import { currentHierarchies } from './observe.ts';
import { type OwnedContainer, requireOwned } from './owned.ts';
import { plugDevices } from './plug.ts';
import { whileRunning } from './while-running.ts';

const MIB = 1024 * 1024;

/**
 * Writes changed fields into the config and makes them true: limits, addresses, gateway and MTU at once,
 * everything else by the restart that the step asks for. Mends what can be mended without one on the way.
 */
export async function updateContainer(context: PluginContext, step: Step): Promise<void> {
  const container = await requireOwned(context, step);
  const { lxcPath } = context.host;
  const changes = changesOf(container, step);
  const hierarchies = currentHierarchies();
  const before = attributesOfConfig(container.config, hierarchies);
  const target = { ...before, ...changes };
  const [old, interfaces] = [readInterfaces(before.interfaces), readInterfaces(target.interfaces)];
  const wanted = wantedState(step, changes);
  const leftToOthers = isLeftToOthers(step.desired ?? undefined);
  if (!leftToOthers && (wanted === 'stopped' || step.restart)) await stop(context, container, old);
  const running = findOne(lxcPath, container);
  if (running && !leftToOthers) await thaw(running.init);
  if (running) {
    await setLimits(running.init, target);
    await mendInside(context, running, [withFormer(old, step), interfaces], leftToOthers);
  }
  // Of one that runs, last: the config is where the next run finds what is to be taken away inside.
  container.config = withAttributes(container.config, changes, hierarchies);
  writeContainerFile(container.directory, 'config', container.config);
  await writeUpdatedMark(container, step);
  if (!running && container.rootfs) await settleGuest(container.rootfs, guestSettings(target));
  if (!running && !leftToOthers && wanted !== 'stopped') await start(context, container, interfaces);
  await removeLeftOvers(context, container, [...old, ...interfaces]);
}

/** The network inside; into a container that others start, the devices come only now. */
async function mendInside(
  { signal }: PluginContext,
  { init }: RunningContainer,
  [old, interfaces]: [ContainerInterface[], ContainerInterface[]],
  leftToOthers: boolean,
): Promise<void> {
  if (!leftToOthers) return mendNetwork(init, old, interfaces, signal);
  await whileRunning(init, async () => {
    await plugDevices(init, interfaces, signal);
    await mendNetwork(init, old, interfaces, signal);
  });
}

/** What the guest's own files must agree with, of a container's fields. */
export function guestSettings(attributes: JsonObject): GuestSettings {
  const { hostname } = attributes;
  const interfaces = readInterfaces(attributes.interfaces);
  return {
    hostname: typeof hostname === 'string' ? hostname : undefined,
    addressed: interfaces.flatMap(({ name, addresses }) => (addresses?.length ? [name] : [])),
  };
}

/**
 * The interfaces of the config, with the addresses that the step's plan read there: an update that failed half way
 * may have set what stands in no config, and is taken back.
 */
function withFormer(old: readonly ContainerInterface[], { fields }: Step): ContainerInterface[] {
  const former = readInterfaces(fields.find(({ field }) => field === 'interfaces')?.before ?? null);
  return old.map((entry) => {
    const more = former.find(({ name }) => name === entry.name)?.addresses ?? [];
    return { ...entry, addresses: [...new Set([...(entry.addresses ?? []), ...more])] };
  });
}

function changesOf(container: OwnedContainer, step: Step): JsonObject {
  const changes: JsonObject = Object.fromEntries(step.fields.map(({ field, after }) => [field, after]));
  // Retaining took the automatic start away; it comes back with the container.
  const autostart = container.mark.retained ? step.attributes.autostart : undefined;
  return autostart === undefined ? changes : { autostart, ...changes };
}

function wantedState(step: Step, changes: JsonObject): Json {
  return changes.state ?? step.attributes.state ?? step.live?.attributes.state ?? 'running';
}

/**
 * Limits that the config says or said. One that is in force already is not written again: the kernel may refuse
 * even what changes nothing; one that only the cgroup knows is somebody else's.
 */
async function setLimits(init: number, target: JsonObject): Promise<void> {
  const { vcpus, bytes } = await readLimits(init);
  const cpus = typeof target.vcpus === 'number' ? target.vcpus : null;
  const memory = typeof target.memory_mb === 'number' ? target.memory_mb * MIB : null;
  if ('vcpus' in target && cpus !== vcpus) await limitCpus(init, cpus);
  if ('memory_mb' in target && memory !== bytes) await limitMemory(init, memory);
}

async function writeUpdatedMark(container: OwnedContainer, step: Step): Promise<void> {
  const declared = step.attributes.template;
  const template = container.mark.template ?? (isJsonObject(declared) ? templateShape(declared) : null);
  container.mark = { ...container.mark, template, retained: false };
  writeMark(container.directory, container.mark);
}
