import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadTopology, type Topology } from '../../compile/index.ts';
import { OptopoError, toOptopoError } from '../../model/error.ts';
import { isMissing } from '../../wire/durable-file.ts';
import type { ExportedTree } from '../../wire/git/export-tree.ts';
import { CommitPlaces } from './commit-places.ts';
import { findTopologies } from './find-topologies.ts';

export interface CommitFiles {
  commit: string;
  tree: ExportedTree;
  /** A file or directory in the repository; `.` is all of it. */
  path: string;
  /** Files in the repository that are topologies whatever they look like: they were before. */
  known: readonly string[];
  /** Variables that override those of `vars`. */
  set: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** A topology, and the file in the repository that declares it. */
export interface CommitTopology {
  file: string;
  topology: Topology;
}

/**
 * The topologies at a path of a commit's files, with places as `CommitPlaces` gives them. Throws
 * `invalid-topology` with every mistake in any of them when not all are valid.
 */
export async function readCommit(options: CommitFiles): Promise<CommitTopology[]> {
  const { commit, tree, set, signal } = options;
  const places = new CommitPlaces(commit, tree.directory);
  const read: CommitTopology[] = [];
  const errors: OptopoError[] = [];
  for (const file of await filesOf(options, places)) {
    try {
      const topology = places.ofTopology(await loadTopology([file], { set, signal }));
      read.push({ file: relative(tree.directory, file), topology });
    } catch (thrown) {
      const error = places.ofError(toOptopoError(thrown));
      if (error.code !== 'invalid-topology') throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw merged(errors);
  requireDistinctNames(read, places);
  return read;
}

async function filesOf({ tree, path, known }: CommitFiles, places: CommitPlaces): Promise<string[]> {
  const link = tree.removedLinks.find((name) => path === name || path.startsWith(`${name}/`));
  if (link !== undefined) throw invalid(`${places.named(link)} is a symbolic link out of the repository`);
  const absolute = join(tree.directory, path);
  if (!isDirectory(absolute, `${places.named(path)} is not in the repository`)) return [absolute];
  return await findTopologies(absolute, new Set(known.map((file) => join(tree.directory, file))));
}

function isDirectory(path: string, missing: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (isMissing(error)) throw invalid(missing);
    throw error;
  }
}

function merged(errors: readonly OptopoError[]): OptopoError {
  return new OptopoError('invalid-topology', errors.map(({ message }) => message).join('; '), {
    diagnostics: errors.flatMap(({ diagnostics }) => diagnostics),
  });
}

function requireDistinctNames(read: readonly CommitTopology[], places: CommitPlaces): void {
  const seen = new Map<string, string>();
  for (const { file, topology } of read) {
    const other = seen.get(topology.name);
    if (other !== undefined) {
      throw invalid(
        `${places.named(other)} and ${places.named(file)} both declare the topology ${topology.name}: rename one`,
      );
    }
    seen.set(topology.name, file);
  }
}

function invalid(message: string): OptopoError {
  return new OptopoError('invalid-topology', message);
}
