import { OptopoError } from '../../model/error.ts';
import { type CommandResult, runCommand } from '../subprocess.ts';
import { redactUrls } from './url.ts';

export interface GitOptions {
  /** The repository: a bare one, or a `.git` directory. */
  gitDir?: string;
  /** Milliseconds until it is killed. Default 30,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
  env?: Record<string, string | undefined>;
  /** Exit statuses that are no failure. Default `[0]`. */
  accept?: readonly number[];
}

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** What a repository's content, or its attributes, must not make git do. */
const CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.autocrlf=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'credential.interactive=false',
  // Nobody else uses these repositories: what is unreachable is of no use to anybody.
  'gc.autoDetach=false',
  'gc.pruneExpire=now',
].flatMap((setting) => ['-c', setting]);

/** Variables that would send git to another repository than the one named (git(1), ENVIRONMENT VARIABLES). */
const ELSEWHERE = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_NAMESPACE', 'GIT_PREFIX'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_SHALLOW_FILE', 'GIT_TEMPLATE_DIR'],
];

/** It never asks, and speaks only what cannot run a program of the remote's choosing. */
const ENVIRONMENT: Record<string, string | undefined> = {
  ...Object.fromEntries(ELSEWHERE.map((name) => [name, undefined])),
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
};

/**
 * Runs git, without hooks, prompts or submodules. Throws `unreachable` where git is not installed, `timeout`,
 * `interrupted`, and `command-failed` with what git said, without passwords.
 */
export async function runGit(args: readonly string[], options: GitOptions = {}): Promise<CommandResult> {
  const { gitDir, env, accept = [0], timeoutMs = TIMEOUT_MS, signal } = options;
  const where = gitDir === undefined ? [] : [`--git-dir=${gitDir}`];
  const result = await runCommand('git', [...CONFIG, ...where, ...args], {
    ...{ timeoutMs, maxOutputBytes: MAX_OUTPUT_BYTES, accept: ANY_STATUS },
    env: { ...ENVIRONMENT, ...env },
    ...(signal ? { signal } : {}),
  });
  if (accept.includes(result.exitCode)) return result;
  throw new OptopoError('command-failed', `git ${args[0]} failed: ${whatGitSaid(result)}`, {
    tried: redactUrls(['git', ...where, ...args].join(' ')),
  });
}

const ANY_STATUS = Array.from({ length: 256 }, (_, status) => status);

/** The lines that say why, in one: `fatal:` and `error:` without their prefix; else the last ones. */
export function whatGitSaid({ stderr, exitCode }: CommandResult): string {
  const lines = redactUrls(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !ADVICE.test(line));
  const marked = lines.filter((line) => PREFIX.test(line));
  const said = (marked.length > 0 ? withoutEcho(lines, marked) : lines).slice(0, MAX_LINES);
  return said.map((line) => line.replace(PREFIX, '')).join('; ') || `status ${exitCode}`;
}

const PREFIX = /^(?:fatal|error|remote|ssh): /;
const ADVICE = /^(?:hint: |Please make sure you have|and the repository exists)/;
const MAX_LINES = 3;

/** ssh says first why it failed, and git behind it only that it did. */
function withoutEcho(lines: readonly string[], marked: readonly string[]): readonly string[] {
  return lines.at(-1)?.endsWith('Could not read from remote repository.') ? lines.slice(0, -1) : marked;
}
