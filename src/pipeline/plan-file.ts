import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { resolve } from 'node:path';
import type { DiscoverTemplate } from '../model/discover.ts';
import { OptopoError } from '../model/error.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Change, Step } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { writeFileAtomically } from '../wire/durable-file.ts';
import { basisOf, contentHash, movedBetween, type PlanBasis } from './plan-basis.ts';
import type { PlanOptions } from './plan-input.ts';
import type { Planned, Target } from './prepare.ts';

/** Tells a plan file from a topology, whatever it is called. */
const FORMAT = 'optopo-plan';
const MARK = /^\s*\{\s*"format"\s*:\s*"optopo-plan"/;
const HEAD_BYTES = 256;

/** A topology file that a plan was made from. */
interface PlannedFile {
  path: string;
  sha256: string;
}

/** What `plan --out` writes and `apply` carries out. */
export interface PlanFile {
  format: typeof FORMAT;
  format_version: 1;
  made_at: string;
  files: PlannedFile[];
  /** Git commit of the files, where they are in a repository. */
  commit: string | null;
  target: {
    name: string;
    resources: Resource[];
    discover?: DiscoverTemplate[];
    expectations: Expectation[];
    hash: string | null;
  };
  options: PlanOptions;
  /** For people and tools; what is carried out is made anew and has to come out as the same. */
  changes: Change[];
  steps: Step[];
  basis: PlanBasis;
  /** SHA-256 over all of the above. */
  hash: string;
}

/** Where a plan comes from: what `writePlanFile` keeps beside it. */
export type PlanOrigin = Pick<PlanFile, 'files' | 'commit'>;

/** The files of a topology as they are now, those of flows included. */
export function plannedFiles(files: readonly string[], resources: readonly Resource[]): PlannedFile[] {
  const paths = [...files, ...resources.map(({ source }) => source.file)].map((file) => resolve(file));
  return [...new Set(paths)].map((path) => ({ path, sha256: fileHash(path) }));
}

/** Writes a plan, whole or not at all, readable by its owner only. Throws `refused` where it cannot be written. */
export function writePlanFile(
  path: string,
  target: Target,
  planned: Planned,
  options: PlanOptions,
  origin: PlanOrigin,
): void {
  requireFreePlace(path);
  const { name, resources, discover = [], expectations = [], hash } = target;
  const { changes, steps } = planned.plan;
  const content = {
    ...{ format: FORMAT, format_version: 1, made_at: new Date().toISOString() },
    ...origin,
    target: { name, resources, discover, expectations, hash },
    ...{ options, changes, steps, basis: basisOf(planned) },
  };
  const text = `${JSON.stringify({ ...content, hash: contentHash(content) }, null, 1)}\n`;
  try {
    writeFileAtomically(path, text);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new OptopoError('refused', `the plan cannot be written: ${why}`, { tried: `write ${path}`, cause });
  }
}

/** An earlier plan and an empty file are written over, a topology or a device never. */
function requireFreePlace(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isFile() || (there.size > 0 && !isMarked(path))) {
    throw new OptopoError('refused', `${path} is there and is no plan: it is not written over`);
  }
  chmodSync(path, 0o600);
}

/**
 * Reads a plan file; `undefined` for a file that is none, a topology for example. Throws `refused` for one that
 * was cut or changed.
 */
export function readPlanFile(path: string): PlanFile | undefined {
  const value = parseMarked(path);
  if (value === undefined) return undefined;
  const { hash, ...content } = value;
  if (value.format_version === 1 && hash === contentHash(content)) return value;
  throw new OptopoError('refused', `${path} is a plan that was cut or changed, or of another version`, {
    hint: 'make it again: optopo plan FILE --out',
  });
}

/** Throws `stale-plan`, naming what has moved, unless everything is as it was when the plan was made. */
export function refuseStale(path: string, file: PlanFile, planned: Planned): void {
  const now = basisOf(planned);
  const moved = [...movedFiles(file), ...movedBetween(file.basis, now)];
  if (moved.length === 0) return;
  throw new OptopoError('stale-plan', `${path} is out of date: ${moved.join('; ')}`, {
    tried: `compare with what it was made from at ${file.made_at}`,
    hint: 'nothing was changed; make the plan again and look at it: optopo plan FILE --out',
  });
}

function movedFiles({ files }: PlanFile): string[] {
  return files.flatMap(({ path, sha256 }) => {
    if (!existsSync(path)) return [`${path} is gone`];
    return fileHash(path) === sha256 ? [] : [`${path} was changed`];
  });
}

function fileHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function parseMarked(path: string): PlanFile | undefined {
  if (!isMarked(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PlanFile;
  } catch (cause) {
    throw new OptopoError('refused', `${path} is a plan that was cut`, { cause });
  }
}

/** Looks at a regular file's first bytes only: a topology may be large, a named pipe would hold us for ever. */
function isMarked(path: string): boolean {
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) return false;
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const length = readSync(descriptor, head, 0, HEAD_BYTES, 0);
    return MARK.test(head.toString('utf8', 0, length));
  } finally {
    closeSync(descriptor);
  }
}
