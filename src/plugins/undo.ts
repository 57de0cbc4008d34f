import { sortTopologically } from '../graph/order.ts';
import type { JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { Step, StepOperation } from '../model/plan.ts';
import type { FieldChange, LiveResource, PluginName } from '../model/resource.ts';
import type { Checkpoint, PluginContext, StatePlugin, StepResult } from './contract.ts';

/** Keeps what the objects of `steps` were before them. What a step creates has no entry. */
export function checkpointOf(plugin: PluginName, steps: readonly Step[]): Checkpoint {
  const before = new Map<string, LiveResource>();
  for (const { id, live } of steps) if (live) before.set(id, live);
  return { plugin, before };
}

/**
 * The steps that undo `steps`, with the edges between them reversed, in an order that keeps to these edges,
 * whichever way round `steps` come. `steps` are those that were done; one `adopt` that also wrote fields
 * becomes an `update` and a `release`. Pure.
 */
export function inverseSteps(checkpoint: Checkpoint, steps: readonly Step[]): Step[] {
  const inverses = new Map([...steps].reverse().map((step) => [step.key, invert(checkpoint, step)]));
  for (const step of steps) {
    const undone = inverses.get(step.key) ?? [];
    for (const needed of step.after) {
      const first = inverses.get(needed)?.[0];
      first?.after.push(...undone.map(({ key }) => key));
    }
  }
  const byKey = new Map([...inverses.values()].flat().map((inverse) => [inverse.key, inverse]));
  const order = sortTopologically([...byKey.keys()], (key) => byKey.get(key)?.after ?? []);
  return order.flatMap((key) => byKey.get(key) ?? []);
}

/**
 * `rollback` for every plugin: applies the inverse steps. Each result carries the key of the step that it
 * undid, and `done` means undone.
 */
export async function rollbackByInverse(
  plugin: Pick<StatePlugin, 'applyState'>,
  context: PluginContext,
  checkpoint: Checkpoint,
  steps: readonly Step[],
): Promise<StepResult[]> {
  const results = new Map(
    (await plugin.applyState(context, inverseSteps(checkpoint, steps))).map((result) => [result.key, result]),
  );
  return [...steps].reverse().map((step) => {
    const parts = invert(checkpoint, step).flatMap(({ key }) => results.get(key) ?? []);
    const worst = parts.find(({ status }) => status !== 'done') ?? parts[0];
    return worst ? { ...worst, key: step.key } : { key: step.key, status: 'done' };
  });
}

/**
 * Whether an `adopt` step marks its object as one that was there before: true for the real adoption of an
 * unmarked object; an adoption that undoes a release restores what stood before.
 */
export function marksAdopted(step: Step): boolean {
  return step.live === null || step.live.owner === null || step.live.adopted;
}

function invert(checkpoint: Checkpoint, step: Step): Step[] {
  const before = checkpoint.before.get(step.id) ?? null;
  switch (step.operation) {
    case 'create':
      return [inverse(step, 'delete', { live: created(step), deleteData: true })];
    case 'delete':
      return before ? [inverse(step, 'create', { attributes: before.attributes, live: null })] : [];
    case 'update':
      return before ? [restored(step, before)] : [];
    case 'adopt':
      return before ? unadopted(step, before) : [];
    case 'release':
      return before ? [inverse(step, 'adopt', { attributes: before.attributes, live: before })] : [];
    case 'retain':
      return before ? [unretained(step, before)] : [];
  }
}

/** The undoing step, with its edges still to be set. */
function inverse(step: Step, operation: StepOperation, parts: Partial<Step>): Step {
  const key = `${operation}:${step.id}`;
  return { ...step, key, operation, attributes: {}, fields: [], deleteData: false, after: [], ...parts };
}

function restored(step: Step, before: LiveResource): Step {
  const live = { ...before, attributes: withFields(before.attributes, step.fields) };
  return inverse(step, 'update', { attributes: before.attributes, fields: step.fields.map(swapped), live });
}

function unadopted(step: Step, before: LiveResource): Step[] {
  const marked = { ...before, owner: step.owner, adopted: true };
  const release = inverse(step, 'release', { live: marked });
  if (step.fields.length === 0) return [release];
  const update = restored(step, marked);
  return [update, { ...release, after: [update.key] }];
}

function unretained(step: Step, before: LiveResource): Step {
  const live = { ...before, retained: true, attributes: { ...before.attributes, state: 'stopped' } };
  const fields = [{ field: 'state', before: 'stopped', after: before.attributes.state ?? null }];
  return inverse(step, 'update', { attributes: before.attributes, fields, live });
}

function swapped({ field, before, after }: FieldChange): FieldChange {
  return { field, before: after, after: before };
}

/** The object as the step leaves it: what its deletion has to look for. */
function created(step: Step): LiveResource {
  const { id, plugin, owner, attributes, desired } = step;
  return {
    id,
    kind: desired?.kind ?? (id.slice(0, id.indexOf('/')) as LiveResource['kind']),
    plugin,
    name: desired?.name ?? id.slice(id.indexOf('/') + 1),
    attributes,
    owner,
    adopted: false,
    retained: false,
    system: false,
    parent: null,
    dependsOn: [],
    faults: [],
  };
}

/** Attributes with changes written in; `external_ids:key` is one entry of a map. */
function withFields(attributes: JsonObject, fields: readonly FieldChange[]): JsonObject {
  const result: JsonObject = { ...attributes };
  for (const { field, after } of fields) {
    const colon = field.indexOf(':');
    if (colon === -1) {
      result[field] = after;
      continue;
    }
    const map = field.slice(0, colon);
    const entries = isJsonObject(result[map]) ? { ...result[map] } : {};
    const key = field.slice(colon + 1);
    if (after === null) delete entries[key];
    else entries[key] = after;
    result[map] = entries;
  }
  return result;
}
