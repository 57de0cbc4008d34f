import { join } from 'node:path';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import { writeFileAtomically } from '../../wire/durable-file.ts';
import { limitCpus, limitMemory, readLimits } from '../../wire/lxc/cgroup.ts';
import { thaw } from '../../wire/lxc/freezer.ts';
import { type GuestSettings, settleGuest } from '../../wire/lxc/guest-files.ts';
import { writeMark } from '../../wire/lxc/mark.ts';
import type { PluginContext } from '../contract.ts';
import { attributesOfConfig, withAttributes } from './container-config.ts';
import { findOne } from './containers.ts';
import { templateShape } from './diff.ts';
import { isLeftToOthers } from './guest-faults.ts';
import { readInterfaces } from './interfaces.ts';
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
  if (running) await setLimits(running.init, target);
  container.config = withAttributes(container.config, changes, hierarchies);
  writeFileAtomically(join(container.directory, 'config'), container.config);
  await writeUpdatedMark(container, step);
  if (running && leftToOthers) {
    await whileRunning(running.init, async () => {
      await plugDevices(running.init, interfaces, context.signal);
      await mendNetwork(running.init, old, interfaces, context.signal);
    });
  } else if (running) await mendNetwork(running.init, old, interfaces, context.signal);
  else if (container.rootfs) await settleGuest(container.rootfs, guestSettings(target));
  if (!running && !leftToOthers && wanted !== 'stopped') await start(context, container, interfaces);
  await removeLeftOvers(context, container, [...old, ...interfaces]);
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
