import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, OptopoError, toOptopoError } from '../../model/error.ts';
import type { StateStore } from '../../state/topology-state.ts';
import { type RemoteBranch, remoteBranches, remoteCommit } from '../../wire/git/remote.ts';
import type { Desired, DesiredSource, DesiredState } from '../contract.ts';
import { chooseDesired, stateOf } from './choose.ts';
import { shortCommit } from './commit-places.ts';
import { appliedIn, desiredOf } from './desired-of.ts';
import { factsOf } from './facts-of.ts';
import { holdsNone } from './find-topologies.ts';
import { GitClone } from './git-clone.ts';
import { SourceMemory } from './memory.ts';
import { Poller } from './poller.ts';
import { problemText } from './problem-text.ts';
import { type CommitTopology, readCommit } from './read-commit.ts';

export interface GitSourceOptions {
  remote: RemoteBranch;
  /** A file or directory inside the repository, checked; `.` is all of it. */
  path: string;
  intervalMs: number;
  /** Only commits with a good signature are taken. */
  verifySignatures: boolean;
  /** For ssh signatures, instead of what git's configuration names. */
  allowedSigners?: string;
  /** Variables that override those of `vars`. */
  set: Readonly<Record<string, string>>;
  stateDir: string;
  store: StateStore;
}

/** How long the first look may keep the last good commit waiting. */
const FIRST_LOOK_MS = 15_000;
/** Names of other branches that are listed when ours is not there. */
const LISTED_BRANCHES = 5;

/** Why the newest commit is not in force. */
interface Problem {
  code: ErrorCode;
  message: string;
}

/** The newest good commit. */
interface InForce {
  commit: string;
  units: readonly { name: string; good: Desired; error: undefined }[];
}

/**
 * A Git repository as the source: the newest commit of a branch that is valid as a whole (and signed, where that
 * is asked for). Whatever else comes is told as a problem, while the last good commit stays in force, over
 * restarts too.
 */
export class GitSource implements DesiredSource {
  readonly description: string;
  readonly #options: GitSourceOptions;
  readonly #clone: GitClone;
  readonly #memory: SourceMemory;
  readonly #poller: Poller;
  readonly #stopping = new AbortController();
  #inForce: InForce | null = null;
  #topologies: ReadonlyMap<string, Desired> = new Map();
  #emitted: DesiredState = { topologies: [], problem: null };
  #onChange: ((state: DesiredState) => void) | null = null;

  constructor(options: GitSourceOptions) {
    const { remote, path, intervalMs, stateDir } = options;
    const branch = remote.branch === undefined ? '' : ` branch ${remote.branch}`;
    this.description = `${remote.url.shown}${branch}${path === '.' ? '' : ` path ${path}`}`;
    this.#options = options;
    this.#clone = new GitClone(stateDir, remote);
    this.#memory = new SourceMemory(stateDir, this.description);
    this.#poller = new Poller({ intervalMs, look: () => this.#look() });
  }

  /** What was in force does not wait for a remote that answers late, or never. */
  async start(onChange: (state: DesiredState) => void): Promise<DesiredState> {
    await this.#restore();
    const looked = this.#poller.now();
    await Promise.race([looked, delay(FIRST_LOOK_MS, undefined, { ref: false })]);
    this.#onChange = onChange;
    return this.#emitted;
  }

  refresh(): Promise<void> {
    return this.#poller.now();
  }

  async stop(): Promise<void> {
    this.#onChange = null;
    this.#stopping.abort();
    await this.#poller.stop();
  }

  get #signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** What an earlier process had in force, from the disk alone. */
  async #restore(): Promise<void> {
    const commit = await this.#clone.inForce(this.#signal);
    if (commit === null) {
      const message = `${this.#options.remote.url.shown} was not fetched yet`;
      return this.#publish({ code: 'unreachable', message });
    }
    try {
      this.#inForce = await this.#evaluate(commit);
      this.#clone.keepFilesOf([commit]);
      this.#publish(null);
    } catch (thrown) {
      // Another path than before, another program, a damaged disk: the look that follows says what is to be done.
      this.#publish(notInForce(commit, toOptopoError(thrown)));
    }
  }

  /** Looks once at the remote; false when it is to be tried again soon. What it finds is published. */
  async #look(): Promise<boolean> {
    try {
      this.#publish(await this.#takeNewest());
      return true;
    } catch (thrown) {
      if (this.#signal.aborted) return true;
      this.#publishFailure(problemOf(toOptopoError(thrown)));
      return false;
    }
  }

  /** The state directory may be what fails: then what is in force stays so without asking it. */
  #publishFailure(problem: Problem): void {
    try {
      this.#publish(problem);
    } catch (thrown) {
      const problems = new Set([problem.message, problemText(toOptopoError(thrown))]);
      this.#emit({ ...this.#emitted, problem: [...problems].join('; '), problemCode: problem.code });
    }
  }

  /** Puts the newest commit in force, or says why not. Throws what may be better soon. */
  async #takeNewest(): Promise<Problem | null> {
    const { remote } = this.#options;
    const announced = await remoteCommit(remote, this.#signal);
    if (announced === null) return this.#missingBranch();
    if (announced === this.#inForce?.commit) return null;
    const commit = await this.#clone.fetch(announced, this.#signal);
    try {
      const found = await this.#evaluate(commit);
      await this.#clone.putInForce(commit, this.#signal);
      this.#inForce = found;
      return null;
    } catch (thrown) {
      this.#clone.keepFilesOf(this.#inForce === null ? [] : [this.#inForce.commit]);
      const error = toOptopoError(thrown);
      if (error.kind !== 'user' || error.code === 'interrupted') throw error;
      return notInForce(commit, error);
    }
  }

  async #missingBranch(): Promise<Problem> {
    const { remote } = this.#options;
    const others = await remoteBranches(remote, LISTED_BRANCHES, this.#signal);
    const { shown } = remote.url;
    const wanted = remote.branch === undefined ? 'default branch' : `branch ${remote.branch}`;
    const message =
      others.length === 0
        ? `${shown} is empty: nothing has been pushed to it yet`
        : `${shown} has no ${wanted}; it has ${others.join(', ')}`;
    return { code: 'invalid-topology', message };
  }

  /** The commit with its topologies. Throws a `user` error for what only a new commit, or a new key, mends. */
  async #evaluate(commit: string): Promise<InForce> {
    const { path, set, verifySignatures, allowedSigners } = this.#options;
    const signal = this.#signal;
    if (verifySignatures) {
      const why = await this.#clone.signatureProblem(commit, allowedSigners, signal);
      if (why !== null) throw new OptopoError('refused', why);
    }
    const tree = await this.#clone.files(commit, signal);
    const known = this.#memory.load().map(({ file }) => file);
    const read = await readCommit({ commit, tree, path, known, set, signal });
    return { commit, units: read.map((one) => unitOf(one, commit)) };
  }

  /** Tells what is in force now, unless that is known already; `problem`: why nothing newer is. */
  #publish(problem: Problem | null): void {
    const { store } = this.#options;
    const remembered = this.#memory.load();
    const lost = problem === null ? undefined : new OptopoError(problem.code, problem.message);
    const choice = chooseDesired(
      this.#inForce?.units ?? remembered.map(({ file }) => ({ name: file, good: undefined, error: lost })),
      { remembered, inForce: this.#topologies, applied: appliedIn(store) },
    );
    this.#topologies = new Map(choice.topologies.map((desired) => [desired.name, desired]));
    if (this.#inForce !== null) this.#memory.save(choice.remember);
    const none = choice.topologies.length === 0 ? holdsNone(this.description) : null;
    const problems = [problem?.message ?? none, ...choice.problems].filter((one) => one !== null);
    this.#emit({
      ...stateOf(choice.topologies, problems),
      ...(problem === null ? {} : { problemCode: problem.code }),
    });
  }

  #emit(state: DesiredState): void {
    const before = factsOf(this.#emitted);
    this.#emitted = state;
    if (factsOf(state) !== before) this.#onChange?.(state);
  }
}

function problemOf(error: OptopoError): Problem {
  return { code: error.code, message: problemText(error) };
}

function notInForce(commit: string, error: OptopoError): Problem {
  return {
    code: error.code,
    message: `commit ${shortCommit(commit)} is not in force: ${problemText(error)}`,
  };
}

function unitOf({ file, topology }: CommitTopology, commit: string): InForce['units'][number] {
  return { name: file, good: desiredOf(topology, commit, () => Promise.resolve(commit)), error: undefined };
}
