import { fileURLToPath } from 'node:url';
import type { Wanted } from './run-apply.ts';

/** One way over which faults are spread: from one declared state of the host to another. */
export interface Scenario {
  topology: 'privacy-router' | 'mixed';
  phase: 'create' | 'update' | 'destroy';
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const FIRST = {
  'privacy-router': [file('../../../topologies/privacy-router.yaml')],
  mixed: [file('mixed.yaml')],
};
const SECOND = {
  'privacy-router': [...FIRST['privacy-router'], file('privacy-router-2.yaml')],
  mixed: [...FIRST.mixed, file('mixed-2.yaml')],
};

/** What is there before, and what is wanted. */
export function endsOf({ topology: name, phase }: Scenario): { from: Wanted; to: Wanted } {
  const nothing = { name, files: [] };
  const first = { name, files: FIRST[name] };
  const second = { name, files: SECOND[name] };
  if (phase === 'create') return { from: nothing, to: first };
  return phase === 'update' ? { from: first, to: second } : { from: first, to: nothing };
}
