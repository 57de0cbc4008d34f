import { findCycle } from '../graph/order.ts';
import type { Resource } from '../model/resource.ts';
import type { Scope } from './scope.ts';

/** Objects that need each other in a circle are a mistake at the first one's place; every circle is told. */
export function checkCircles(scope: Scope, resources: readonly Resource[]): void {
  const left = new Map(resources.map((resource) => [resource.id, resource]));
  const needs = (id: string): string[] => left.get(id)?.dependsOn.map(({ on }) => on) ?? [];
  for (let circle = findCycle([...left.keys()], needs); circle; circle = findCycle([...left.keys()], needs)) {
    const [first] = circle;
    const resource = left.get(first as string) as Resource;
    scope.diagnostics.error(
      resource.source,
      `these need each other in a circle: ${circle.join(' -> ')} -> ${first}`,
    );
    for (const id of circle) left.delete(id);
  }
}
