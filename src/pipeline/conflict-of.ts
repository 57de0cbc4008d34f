import type { Conflict } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';

/** What stands in the way of an object, with the place where that is declared. `owner`: whose it is; null: nobody's. */
export function conflictOf(
  { id, source }: Pick<Resource, 'id' | 'source'>,
  owner: string | null,
  message: string,
): Conflict {
  const { file, line, column } = source;
  return { id, owner, file, line, column, message };
}
