import { afterEach, expect } from 'vitest';
import { StateStore } from '../../src/state/topology-state.ts';
import type { DesiredState } from '../../src/watch/contract.ts';
import { GitSource, type GitSourceOptions } from '../../src/watch/desired/git-source.ts';
import { parseGitUrl } from '../../src/wire/git/url.ts';

export const LONG_MS = 3_600_000;

export interface Started {
  source: GitSource;
  first: DesiredState;
  /** All states since, oldest first. */
  changes: DesiredState[];
}

/** A topology with one bridge. */
export const bridge = (name: string, mtu = 1500): string =>
  `version: 1\nname: ${name}\nbridges:\n  br-${name}: { datapath_type: netdev, mtu: ${mtu} }\n`;

/** Git sources in this process, stopped after each test. They look only when told to. */
export function useGitSources() {
  const running: GitSource[] = [];
  afterEach(async () => {
    for (const source of running.splice(0)) await source.stop();
  });
  return {
    async start(stateDir: string, url: string, changed: Partial<GitSourceOptions> = {}): Promise<Started> {
      const changes: DesiredState[] = [];
      const store = new StateStore(stateDir, (message) => expect.unreachable(message));
      const source = new GitSource({
        store,
        ...{ remote: { url: parseGitUrl(url), branch: 'main' }, path: '.', intervalMs: LONG_MS },
        ...{ verifySignatures: false, set: {}, stateDir, ...changed },
      });
      running.push(source);
      const first = await source.start((state) => changes.push(state));
      return { source, first, changes };
    },
  };
}

/** What a state says, in short. */
export const brief = ({ topologies, problem }: DesiredState) => ({
  names: topologies.map(({ name }) => name),
  commits: [...new Set(topologies.map(({ revision }) => revision))],
  problem,
});

/** The state in which this commit is in force. */
export const good = (commit: string, ...names: string[]) => ({ names, commits: [commit], problem: null });

/** The state in which this commit stays in force, because of that. */
export const bad = (commit: string, problem: unknown, ...names: string[]) => ({
  ...{ names, commits: [commit], problem },
});

export const saying = (text: string) => expect.stringContaining(text);
