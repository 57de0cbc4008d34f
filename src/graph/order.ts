import { OptopoError } from '../model/error.ts';

/**
 * Sorts nodes so that each comes after what it needs; ties keep the given order. Edges to unknown nodes are
 * ignored. Throws when there is a cycle, naming it. Kahn's algorithm, O(nodes + edges).
 */
export function sortTopologically(
  nodes: readonly string[],
  needs: (node: string) => readonly string[],
): string[] {
  const sorted = sortWhatCanBe(nodes, needs);
  if (sorted.length < new Set(nodes).size) throw cycleError(followToCycle(nodes, needs, new Set(sorted)));
  return sorted;
}

/** One cycle among the nodes, each needing the next; `undefined` where there is none. */
export function findCycle(
  nodes: readonly string[],
  needs: (node: string) => readonly string[],
): string[] | undefined {
  const sorted = sortWhatCanBe(nodes, needs);
  return sorted.length < new Set(nodes).size ? followToCycle(nodes, needs, new Set(sorted)) : undefined;
}

/** Everything but the cycles and what comes after them, in order. */
function sortWhatCanBe(nodes: readonly string[], needs: (node: string) => readonly string[]): string[] {
  const known = new Set(nodes);
  const open = new Map<string, number>();
  const users = new Map<string, string[]>();
  for (const node of nodes) {
    const needed = [...new Set(needs(node))].filter((other) => known.has(other));
    open.set(node, needed.length);
    for (const other of needed) pushTo(users, other, node);
  }
  const sorted = nodes.filter((node) => open.get(node) === 0);
  for (let index = 0; index < sorted.length; index += 1) {
    for (const user of users.get(sorted[index] as string) ?? []) {
      const left = (open.get(user) as number) - 1;
      open.set(user, left);
      if (left === 0) sorted.push(user);
    }
  }
  return sorted;
}

function pushTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function cycleError(cycle: string[]): OptopoError {
  return new OptopoError(
    'refused',
    `these need each other in a circle: ${[...cycle, cycle[0]].join(' -> ')}`,
    {
      resource: cycle[0],
      hint: 'take one of these references out',
    },
  );
}

/** Follows needs among the unsorted nodes until one comes again. */
function followToCycle(
  nodes: readonly string[],
  needs: (node: string) => readonly string[],
  sorted: ReadonlySet<string>,
): string[] {
  const stuck = new Set(nodes.filter((node) => !sorted.has(node)));
  const path: string[] = [];
  let node = [...stuck][0];
  while (node !== undefined && !path.includes(node)) {
    path.push(node);
    node = needs(node).find((other) => stuck.has(other));
  }
  return node === undefined ? path : path.slice(path.indexOf(node));
}
