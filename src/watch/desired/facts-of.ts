import type { DesiredState } from '../contract.ts';

/** What makes one state another one: also the places of declarations, which messages name. */
export function factsOf({ topologies, problem }: DesiredState): string {
  return JSON.stringify([
    problem,
    ...topologies.map(({ name, heal, revision, problem: own, undeclared, target }) => [
      ...[name, heal, revision, own, undeclared, target.hash],
      ...target.resources.map(({ source }) => source.line),
    ]),
  ]);
}
