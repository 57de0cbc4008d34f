import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OptopoError, toOptopoError } from '../../model/error.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import { isMissing, syncDirectory } from '../../wire/durable-file.ts';
import { writeContainerFile } from '../../wire/lxc/container-files.ts';
import { settleGuest } from '../../wire/lxc/guest-files.ts';
import { writeMark } from '../../wire/lxc/mark.ts';
import { makeScratch, removeScratch } from '../../wire/lxc/scratch.ts';
import { resolveTemplate } from '../../wire/lxc/templates.ts';
import type { PluginContext } from '../contract.ts';
import { withAttributes } from './container-config.ts';
import { type Container, directoryOf, isTaken, readContainer } from './containers.ts';
import { templateShape } from './diff.ts';
import { isLeftToOthers } from './guest-faults.ts';
import { type ContainerInterface, readInterfaces } from './interfaces.ts';
import { removeLeftOvers, start, stop } from './lifecycle.ts';
import { currentHierarchies } from './observe.ts';
import { nameOf } from './owned.ts';
import { notTakenBack } from './take-back.ts';
import type { TemplateBases } from './template-bases.ts';
import { guestSettings, updateContainer } from './update.ts';

/** Builds a container beside its place, moves it there whole with its mark, and starts it. */
export async function createContainer(
  context: PluginContext,
  step: Step,
  bases: TemplateBases,
): Promise<void> {
  const { lxcPath } = context.host;
  const name = nameOf(step);
  const directory = directoryOf(lxcPath, name);
  const existing = readContainer(lxcPath, name);
  if (existing?.mark?.owner === step.owner && existing.config !== null) {
    // Made by a run that was cut short after this step.
    const fields = Object.entries(step.attributes).map(([field, after]) => ({ field, before: null, after }));
    return updateContainer(context, { ...step, fields, restart: false });
  }
  if (existing !== null || (await isTaken(directory))) {
    throw new OptopoError('conflict', `${directory} exists already and is not ours`);
  }
  const container = await build(context, step, directory, bases);
  if (step.attributes.state === 'stopped' || isLeftToOthers(step.desired ?? undefined)) return;
  const interfaces = readInterfaces(step.attributes.interfaces);
  try {
    await start(context, container, interfaces);
  } catch (thrown) {
    throw await withoutContainer(context, container, interfaces, toOptopoError(thrown));
  }
}

/** What was built and does not start is taken away again: a step that failed has changed nothing. */
async function withoutContainer(
  context: PluginContext,
  container: Container,
  interfaces: readonly ContainerInterface[],
  error: OptopoError,
): Promise<OptopoError> {
  try {
    await stop(context, container, interfaces);
    await rm(container.directory, { recursive: true, force: true });
    await removeLeftOvers(context, container, interfaces);
    return error;
  } catch (thrown) {
    return notTakenBack(error, toOptopoError(thrown));
  }
}

async function build(
  context: PluginContext,
  step: Step,
  directory: string,
  bases: TemplateBases,
): Promise<Container> {
  const { lxcPath } = context.host;
  const name = nameOf(step);
  const template = requireTemplate(step.attributes);
  const call = await resolveTemplate(template);
  await mkdir(lxcPath, { recursive: true, mode: 0o755 });
  const scratch = await makeScratch(lxcPath, name);
  try {
    const base = join(scratch, 'base.config');
    await writeFile(base, baseConfig());
    const target = { lxcPath: scratch, name, signal: context.signal };
    await bases.make(target, base, call);
    const built = join(scratch, name);
    const made = (await readFile(join(built, 'config'), 'utf8')).replaceAll(`${scratch}/`, `${lxcPath}/`);
    const config = withAttributes(made, configured(step.attributes), currentHierarchies());
    const mark = { owner: step.owner, adopted: false, retained: false, template, taps: [] };
    writeContainerFile(built, 'config', config);
    writeMark(built, mark);
    await settleGuest(join(built, 'rootfs'), guestSettings(step.attributes));
    await rename(built, directory);
    syncDirectory(lxcPath);
    return { name, directory, config, mark, rootfs: join(directory, 'rootfs') };
  } finally {
    await removeScratch(scratch);
  }
}

function requireTemplate({ template }: JsonObject): JsonObject {
  if (isJsonObject(template)) return templateShape(template);
  throw new OptopoError('invalid-topology', 'a container that does not exist needs a template to be made of');
}

/** A new container has no network but what is declared, and does not start by itself unless it says so. */
function configured(attributes: JsonObject): JsonObject {
  return { autostart: false, interfaces: [], ...attributes };
}

/** Debian's own default asks for the bridge lxcbr0, which is not there, and for AppArmor, which may not be. */
function baseConfig(): string {
  const lines = ['lxc.net.0.type = empty'];
  if (hasAppArmor()) lines.push('lxc.apparmor.profile = generated', 'lxc.apparmor.allow_nesting = 1');
  return `${lines.join('\n')}\n`;
}

function hasAppArmor(): boolean {
  try {
    return readFileSync('/sys/module/apparmor/parameters/enabled', 'utf8').startsWith('Y');
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
