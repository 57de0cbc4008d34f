import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../model/json.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { LiveResource } from '../model/resource.ts';
import type { TopologyState } from '../state/topology-state.ts';
import type { Planned } from './prepare.ts';
import { covers } from './select-targets.ts';

/** What a saved plan was made from, as hashes: it is carried out only while all of them are the same. */
export interface PlanBasis {
  /** Last applied topology, unfinished one, inventory and generation. */
  state: string;
  /** Each object concerned (declared, owned or touched) as it was on the host; absent ones have no entry. */
  objects: Record<string, string>;
  /** Steps and changes: they also depend on foreign objects, such as a port on a bridge that is to go. */
  plan: string;
}

/** The basis of a plan that was made just now. */
export function basisOf({ plan, live, state, target }: Planned): PlanBasis {
  const concerned = new Set([
    ...target.resources.map(({ id }) => id),
    ...plan.changes.map(({ id }) => id),
    ...Object.keys(state.inventory),
  ]);
  const touched = new Set(plan.changes.map(({ id }) => id));
  const objects = live.filter(({ id, owner }) => {
    if (!concerned.has(id) && owner !== target.name) return false;
    return touched.has(id) || covers(target.selection, id);
  });
  return {
    state: contentHash(stateFacts(state)),
    objects: Object.fromEntries(objects.map((object) => [object.id, contentHash(objectFacts(object))])),
    plan: contentHash(planFacts(plan)),
  };
}

/** What has moved between two bases, a sentence each; empty when nothing has. */
export function movedBetween(then: PlanBasis, now: PlanBasis): string[] {
  const ids = [...new Set([...Object.keys(then.objects), ...Object.keys(now.objects)])].sort();
  const moved = ids.flatMap((id) => {
    const [before, after] = [then.objects[id], now.objects[id]];
    if (before === after) return [];
    if (before === undefined) return [`${id} is there now`];
    return [after === undefined ? `${id} is gone` : `${id} is not as it was`];
  });
  if (then.state !== now.state) moved.push('the last applied topology or the inventory is another one');
  if (moved.length === 0 && then.plan !== now.plan)
    moved.push('what others have beside it would change the plan');
  return moved;
}

/** SHA-256 of any data, whatever the order of its keys. */
export function contentHash(value: unknown): string {
  const plain = JSON.parse(JSON.stringify(value)) as Json;
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}

function stateFacts({ generation, hash, resources, pending, inventory }: TopologyState): unknown {
  return { generation, hash, resources, pending, inventory };
}

function objectFacts({ attributes, owner, adopted, retained, absent, faults }: LiveResource): unknown {
  return { attributes, owner, adopted, retained, absent, faults: faults.map(({ code }) => code) };
}

function planFacts({ changes, steps, conflicts }: Plan): unknown {
  return {
    changes: changes.map(({ id, action, fields, disruption }) => ({ id, action, fields, disruption })),
    steps: steps.map(stepFacts),
    conflicts: conflicts.map(({ id, owner }) => ({ id, owner })),
  };
}

function stepFacts({ key, attributes, fields, restart, deleteData, after }: Step): unknown {
  return { key, attributes, fields, restart, deleteData, after };
}
