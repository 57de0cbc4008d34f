import { OptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import { containerGone } from '../../wire/lxc/container-files.ts';
import type { ContainerMark } from '../../wire/lxc/mark.ts';
import type { PluginContext } from '../contract.ts';
import { type Container, directoryOf, readContainer } from './containers.ts';

/** A container that its topology's mark was just read from. */
export type OwnedContainer = Container & { mark: ContainerMark };

/** The container's name: what follows the kind in its id. */
export function nameOf({ id }: Step): string {
  return id.slice(id.indexOf('/') + 1);
}

/** The container of a step; `null` when it is gone. Throws `refused` when it is not, or no longer, its topology's. */
export async function findOwned(context: PluginContext, step: Step): Promise<OwnedContainer | null> {
  const { lxcPath } = context.host;
  const name = nameOf(step);
  directoryOf(lxcPath, name);
  const container = readContainer(lxcPath, name);
  if (container === null) return null;
  const { mark } = container;
  if (mark?.owner === step.owner) return { ...container, mark };
  const owner = mark === null ? 'nobody' : `topology ${mark.owner}`;
  throw new OptopoError('refused', `the container belongs to ${owner}`, { hint: 'plan again' });
}

/** The same, for what must be there. Throws `not-found`. */
export async function requireOwned(
  context: PluginContext,
  step: Step,
): Promise<OwnedContainer & { config: string }> {
  const container = await findOwned(context, step);
  if (container !== null && container.config !== null) return { ...container, config: container.config };
  throw containerGone();
}
