import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { OptopoError } from '../model/error.ts';
import type { StateStore } from '../state/topology-state.ts';
import { GitSource } from '../watch/desired/git-source.ts';
import { checkRepositoryPath } from '../watch/desired/repository-path.ts';
import { checkBranchName } from '../wire/git/branch-name.ts';
import { parseGitUrl } from '../wire/git/url.ts';
import { parseDuration } from './duration.ts';

/** What `optopo watch` takes about a Git repository. */
export interface GitFlags {
  git?: string;
  branch?: string;
  path?: string;
  /** Milliseconds. */
  interval?: number;
  verifySignatures?: boolean;
  allowedSigners?: string;
}

/** What a Git source needs beside its flags. */
export interface GitSurroundings {
  set: Readonly<Record<string, string>>;
  stateDir: string;
  store: StateStore;
}

const INTERVAL_MS = 60_000;
const SHORTEST_MS = 1_000;

/** `--git` and what belongs to it. */
export function addGitFlags(command: Command): Command {
  return command
    .option('--git <url>', 'follow a branch of a Git repository instead of files')
    .option('--branch <name>', 'the branch (default: the one that the remote has checked out)')
    .option('--path <path>', 'a file or directory inside the repository (default: its root)')
    .option('--interval <time>', 'between two looks at the remote (default: 60s)', parseInterval)
    .option('--verify-signatures', 'take only commits whose signature `git verify-commit` finds good')
    .option('--allowed-signers <file>', "whose ssh signatures are good (default: git's configuration)");
}

/**
 * Checks the flags, and gives how to make the source that they describe; `undefined` without `--git`. Throws
 * `usage` for what cannot be taken.
 */
export function gitSourceOf(flags: GitFlags): ((surroundings: GitSurroundings) => GitSource) | undefined {
  const { git, branch, path = '.', interval = INTERVAL_MS, verifySignatures, allowedSigners } = flags;
  if (git === undefined) {
    refuseAlone(flags);
    return undefined;
  }
  if (allowedSigners !== undefined && !verifySignatures)
    throw needs('--allowed-signers', '--verify-signatures');
  const url = parseGitUrl(git);
  // A password on the command line stands in `ps` until the title is another one.
  if (url.authorization !== null) process.title = `optopo watch --git ${url.shown}`;
  const checked = {
    remote: { url, branch: branch === undefined ? undefined : checkBranchName(branch) },
    path: checkRepositoryPath(path),
    intervalMs: interval,
    verifySignatures: verifySignatures === true,
    ...(allowedSigners === undefined ? {} : { allowedSigners: resolve(allowedSigners) }),
  };
  return (surroundings) => new GitSource({ ...checked, ...surroundings });
}

function refuseAlone(flags: GitFlags): void {
  const { branch, path, interval, verifySignatures, allowedSigners } = flags;
  const given = {
    '--branch': branch,
    '--path': path,
    '--interval': interval,
    '--verify-signatures': verifySignatures,
    '--allowed-signers': allowedSigners,
  };
  const alone = Object.entries(given).find(([, value]) => value !== undefined);
  if (alone !== undefined) throw needs(alone[0], '--git');
}

function needs(flag: string, other: string): OptopoError {
  return new OptopoError('usage', `${flag} needs ${other} beside it`);
}

function parseInterval(text: string): number {
  const ms = parseDuration(text);
  if (ms >= SHORTEST_MS) return ms;
  throw new InvalidArgumentError('it takes a time of at least 1s.');
}
