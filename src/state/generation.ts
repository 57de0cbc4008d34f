import { createHash } from 'node:crypto';
import type { DiscoverTemplate } from '../model/discover.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { ChangeAction } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import type { InventoryEntry } from './topology-state.ts';

/** What a converged apply left behind: enough to go back to it, and to know who did what and when. */
export interface GenerationContent {
  format_version: 1;
  topology: string;
  /** Counts from 1; a number is never used twice, also not after a destroy. */
  generation: number;
  applied_at: string;
  /** Who applied it: the user behind sudo where there is one. */
  by: string;
  /** Commit of the topology file's repository; null where it is in none. */
  commit: string | null;
  /** How many changes of each action led to it. */
  summary: Record<ChangeAction, number>;
  /** Hash of the topology; null for a destroy, and for a mixture that --target made of two. */
  topology_hash: string | null;
  /** Ids to which the apply was limited; all other resources are those of the generation before. */
  targeted?: string[];
  resources: Resource[];
  /** What it declares for containers that others start and stop; absent: nothing. */
  discover?: DiscoverTemplate[];
  inventory: Record<string, InventoryEntry>;
  /** Hash of the generation before; null for the first. */
  previous: string | null;
}

export interface Generation extends GenerationContent {
  /** SHA-256 over the content, the hash of the generation before included: the link of the chain. */
  hash: string;
}

/** Puts the hash on a generation's content. */
export function sealGeneration(content: GenerationContent): Generation {
  return { ...content, hash: hashOf(content) };
}

/** Reads a generation's text; `undefined` when it is not whole, not of this name, or was changed. */
export function parseGeneration(text: string, topology: string, number: number): Generation | undefined {
  try {
    const generation = JSON.parse(text) as Generation;
    const named = generation.topology === topology && generation.generation === number;
    const known = generation.format_version === 1 && Array.isArray(generation.resources);
    const { hash, ...content } = generation;
    return named && known && hash === hashOf(content) ? generation : undefined;
  } catch {
    // Not JSON, or null: whoever asked names the file.
    return undefined;
  }
}

function hashOf(content: GenerationContent): string {
  // Through text, so that what was read and what is written give the same (absent keys, not `undefined`).
  const plain = JSON.parse(JSON.stringify(content)) as Json;
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}
