import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DiscoverTemplate } from '../model/discover.ts';
import type { Resource } from '../model/resource.ts';
import {
  type PreparedFile,
  prepareFile,
  removeFileDurably,
  renameDurably,
  stampOf,
} from '../wire/durable-file.ts';
import { GenerationStore } from './generation-store.ts';
import { onDisk, readStateFile } from './on-disk.ts';
import { parseState } from './parse-state.ts';
import { rebuildState } from './rebuild-state.ts';
import type { Unconfirmed } from './unconfirmed.ts';

/** One owned object: what cannot carry a mark is known by this entry alone. */
export interface InventoryEntry {
  adopted: boolean;
}

/** What is kept of one topology between runs. */
export interface TopologyState {
  format_version: 1;
  name: string;
  /** Counts the converged applies that changed something. */
  generation: number;
  lastApplied: string | null;
  /** Hash of the newest generation, the end of the chain; null where none was stored yet. */
  generationHash: string | null;
  /** Hash of the topology that was applied last. */
  hash: string | null;
  /** The resources as the last converged apply declared them: the base of the three-way comparison. */
  resources: Resource[];
  /** The templates of the last converged apply, and what they came to then; absent: none. */
  discover?: DiscoverTemplate[];
  discovered?: Resource[];
  /** What an apply that has begun and not converged declares: its fields may be on the host already. */
  pending: Resource[];
  inventory: Record<string, InventoryEntry>;
  /** Why the last apply failed, where it did. */
  error: string | null;
  /** Both files were broken: the inventory is what a generation knew, not what was owned last. */
  rebuilt?: true;
  /** The last apply waits for its confirmation, and goes back without it. */
  unconfirmed?: Unconfirmed;
}

/** The state of a topology that was never applied. */
export function emptyState(name: string): TopologyState {
  return {
    format_version: 1,
    name,
    generation: 0,
    generationHash: null,
    lastApplied: null,
    hash: null,
    resources: [],
    pending: [],
    inventory: {},
    error: null,
  };
}

/** Reads and writes `STATE_DIR/topologies/NAME.json` and its copy; both hold the same, one may be lost. */
export class StateStore {
  /** Where the files are. */
  readonly directory: string;
  readonly #generations: GenerationStore;
  readonly #warn: (message: string) => void;
  /** Topologies whose files are broken, until they are written anew. */
  readonly #broken = new Set<string>();
  /** What was read of the files as they are: a daemon asks again and again. */
  readonly #cache = new Map<string, { stamp: string; state: TopologyState; whole: boolean }>();

  /** Whether a topology without files owns something, by its newest generation. */
  readonly #owning = new Map<string, { newest: string; owns: boolean }>();

  constructor(stateDir: string, warn: (message: string) => void) {
    this.directory = join(stateDir, 'topologies');
    this.#generations = new GenerationStore(stateDir);
    this.#warn = warn;
  }

  /** Names of all topologies with state, sorted; also of those whose files are lost although they own something. */
  names(): string[] {
    const stored = new Set(this.#stored());
    const lost = this.#generations.topologies().filter((name) => !stored.has(name) && this.#mayOwn(name));
    return [...stored, ...lost].sort();
  }

  #stored(): string[] {
    const entries = onDisk(this.directory, 'read', () => listDirectory(this.directory));
    const files = entries.filter((file) => /^[a-z0-9-]+(\.copy)?\.json$/.test(file));
    return files.map((file) => file.replace(/(\.copy)?\.json$/, ''));
  }

  /**
   * The topology's state; the empty one when it was never applied. Where both files are broken it is rebuilt,
   * with a warning; they are kept aside when it is written next. Files are parsed again only when they have
   * changed; what is returned is never to be changed.
   */
  load(name: string): TopologyState {
    const stamp = this.stamp(name);
    const cached = this.#cache.get(name);
    if (cached?.stamp === stamp) return cached.state;
    const texts = this.#paths(name).map(readStateFile);
    if (texts.every((text) => text === undefined)) return this.#withoutFiles(name);
    const states = texts.map((text) => (text === undefined ? undefined : parseState(text, name)));
    const state = states[0] ?? states[1];
    if (state === undefined) return this.#rebuild(name, 'broken');
    this.#cache.set(name, { stamp, state, whole: texts[0] === texts[1] });
    return state;
  }

  /** Changes whenever one of the topology's files does. */
  stamp(name: string): string {
    return this.#paths(name)
      .map((path) => onDisk(path, 'read', () => stampOf(path)))
      .join(' ');
  }

  /** Never applied, destroyed, or lost: then the newest generation still owns something. */
  #withoutFiles(name: string): TopologyState {
    return this.#mayOwn(name) ? this.#rebuild(name, 'missing') : emptyState(name);
  }

  /** Whether a topology without files owned something in the end, as far as its generations can be read. */
  #mayOwn(name: string): boolean {
    const newest = this.#generations.newestStamp(name);
    const known = this.#owning.get(name);
    if (known?.newest === newest) return known.owns;
    const { generation, broken } = this.#generations.newestIntact(name);
    const left = [...(generation?.resources ?? []), ...Object.keys(generation?.inventory ?? {})];
    const owns = left.length > 0 || broken.length > 0;
    this.#owning.set(name, { newest, owns });
    return owns;
  }

  #rebuild(name: string, what: 'broken' | 'missing'): TopologyState {
    const happened = `${this.#path(name)} and its copy are ${what}`;
    const rebuilt = rebuildState(name, happened, this.#generations);
    if (!this.#broken.has(name)) this.#warn(rebuilt.error as string);
    this.#broken.add(name);
    return rebuilt;
  }

  /** Changes whenever a file of any topology does, comes or goes. */
  stampOfAll(): string {
    return this.names()
      .map((name) => `${name} ${this.stamp(name)}`)
      .join('\n');
  }

  /** Writes the state durably, the copy after the file itself; on a full disk neither. */
  save(state: TopologyState): void {
    const text = `${JSON.stringify(state)}\n`;
    this.#keepBroken(state.name);
    const paths = this.#paths(state.name);
    const prepared: PreparedFile[] = [];
    try {
      for (const path of paths) prepared.push(onDisk(path, 'write', () => prepareFile(path, text)));
    } catch (thrown) {
      for (const file of prepared) file.discard();
      throw thrown;
    }
    for (const [at, path] of paths.entries()) onDisk(path, 'write', () => prepared[at]?.commit());
  }

  /** True when both copies are there and the same: nothing has to be mended. */
  isWhole(name: string): boolean {
    this.load(name);
    const cached = this.#cache.get(name);
    return cached?.whole === true && cached.stamp === this.stamp(name);
  }

  /** Forgets a topology that owns nothing any more. */
  remove(name: string): void {
    this.#keepBroken(name);
    this.#cache.delete(name);
    for (const path of this.#paths(name).reverse()) onDisk(path, 'remove', () => removeFileDurably(path));
  }

  /** Broken files are evidence: they are moved aside, never written over. */
  #keepBroken(name: string): void {
    if (!this.#broken.has(name)) return;
    const time = new Date().toISOString().replaceAll(':', '-');
    for (const path of this.#paths(name)) {
      const text = readStateFile(path);
      if (text === undefined || parseState(text, name)) continue;
      onDisk(path, 'write', () => renameDurably(path, `${path}.corrupt-${time}`));
    }
    this.#broken.delete(name);
  }

  #path(name: string): string {
    return join(this.directory, `${name}.json`);
  }

  /** The file and its copy. */
  #paths(name: string): string[] {
    return [this.#path(name), join(this.directory, `${name}.copy.json`)];
  }
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
