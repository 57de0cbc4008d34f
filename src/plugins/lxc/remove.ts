import { rm } from 'node:fs/promises';
import { OptopoError } from '../../model/error.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import { destroyContainer } from '../../wire/lxc/commands.ts';
import { containerGone, writeContainerFile } from '../../wire/lxc/container-files.ts';
import { removeMark, writeMark } from '../../wire/lxc/mark.ts';
import { processesIn } from '../../wire/lxc/process-table.ts';
import type { PluginContext } from '../contract.ts';
import { marksAdopted } from '../undo.ts';
import { attributesOfConfig, withAttributes } from './container-config.ts';
import { directoryOf, isTaken, readContainer } from './containers.ts';
import { templateShape } from './diff.ts';
import { type ContainerInterface, readInterfaces } from './interfaces.ts';
import { removeLeftOvers, stop, targetOf } from './lifecycle.ts';
import { currentHierarchies } from './observe.ts';
import { findOwned, nameOf, type OwnedContainer, requireOwned } from './owned.ts';

/** Deletes a container with its data, once nothing of it runs any more. One that is gone is done. */
export async function deleteContainer(context: PluginContext, step: Step): Promise<void> {
  if (!step.deleteData) throw new OptopoError('bug', 'a container is deleted only with its data');
  const container = await findOwned(context, step);
  if (container === null) return;
  const interfaces = interfacesOf(container);
  await stop(context, container, interfaces);
  const { rootfs, directory, name } = container;
  const left = rootfs === null ? [] : processesIn(rootfs);
  if (left.length > 0) {
    const message = `its data stays: process ${left.join(', ')} still works in it`;
    throw new OptopoError('refused', message, { hint: 'end it, then apply again' });
  }
  if (container.config !== null) await destroyContainer(targetOf(context, name));
  else await rm(directory, { recursive: true, force: true });
  if (await isTaken(directory)) throw new OptopoError('apply-failed', `${directory} is still there`);
  await removeLeftOvers(context, container, interfaces);
}

/** Stops a container that is no longer declared and keeps its data. */
export async function retainContainer(context: PluginContext, step: Step): Promise<void> {
  const container = await requireOwned(context, step);
  const interfaces = interfacesOf(container);
  await stop(context, container, interfaces);
  const config = withAttributes(container.config, { autostart: false }, currentHierarchies());
  writeContainerFile(container.directory, 'config', config);
  writeMark(container.directory, { ...container.mark, retained: true });
  await removeLeftOvers(context, container, interfaces);
}

/** Takes over a container that nobody marked; nothing else of it changes. */
export async function adoptContainer(context: PluginContext, step: Step): Promise<void> {
  const { lxcPath } = context.host;
  const container = readContainer(lxcPath, nameOf(step));
  if (container === null) throw containerGone();
  const owner = container.mark?.owner ?? step.owner;
  if (owner !== step.owner) throw new OptopoError('refused', `the container belongs to topology ${owner}`);
  const { template } = step.attributes;
  writeMark(directoryOf(lxcPath, container.name), {
    owner,
    adopted: marksAdopted(step),
    retained: container.mark?.retained ?? step.live?.retained ?? false,
    template: isJsonObject(template) ? templateShape(template) : null,
    taps: container.mark?.taps ?? [],
  });
}

/** Takes the mark off, and nothing else. One that is gone is done. */
export async function releaseContainer(context: PluginContext, step: Step): Promise<void> {
  const container = await findOwned(context, step);
  if (container !== null) removeMark(container.directory);
}

function interfacesOf({ config }: OwnedContainer): ContainerInterface[] {
  return config === null ? [] : readInterfaces(attributesOfConfig(config, currentHierarchies()).interfaces);
}
