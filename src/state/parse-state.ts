import { isJsonObject, type Json } from '../model/json.ts';
import type { TopologyState } from './topology-state.ts';

/**
 * A state file's text as state; `undefined` for one that is cut, changed, or of another topology. All that is relied
 * on is looked at: a file that only looks whole must not stop the work on other topologies.
 */
export function parseState(text: string, name: string): TopologyState | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    // The other copy decides; when both are broken, the state is rebuilt.
    return undefined;
  }
  if (!isJsonObject(value) || value.format_version !== 1 || value.name !== name) return undefined;
  const { resources, pending, inventory, generation, unconfirmed = null } = value;
  const isWhole =
    [resources, pending].every((list) => Array.isArray(list) && list.every(isResource)) &&
    isJsonObject(inventory) &&
    Object.values(inventory).every((entry) => isJsonObject(entry) && typeof entry.adopted === 'boolean') &&
    typeof generation === 'number' &&
    (unconfirmed === null || isUnconfirmed(unconfirmed));
  if (!isWhole) return undefined;
  return {
    ...(value as unknown as TopologyState),
    generationHash: (value.generationHash ?? null) as string | null,
  };
}

function isResource(value: Json): boolean {
  return (
    isJsonObject(value) &&
    typeof value.id === 'string' &&
    typeof value.plugin === 'string' &&
    isJsonObject(value.attributes) &&
    isJsonObject(value.policy) &&
    Array.isArray(value.dependsOn)
  );
}

function isUnconfirmed(value: Json): boolean {
  if (!isJsonObject(value) || !isJsonObject(value.timer) || !isJsonObject(value.previous)) return false;
  const { resources, foreign } = value.previous;
  const isList = [resources, foreign].every((list) => Array.isArray(list) && list.every(isResource));
  return isList && typeof value.id === 'string' && !Number.isNaN(Date.parse(String(value.deadline)));
}
