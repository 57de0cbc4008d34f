/** An apply or a destroy as the program runs it, in this process, with plugins of the caller's. */
import { loadTopology } from '../../../src/compile/index.ts';
import type { ApplyReport } from '../../../src/model/report.ts';
import { applyTarget } from '../../../src/pipeline/apply-target.ts';
import { resolveHost } from '../../../src/pipeline/host.ts';
import { Session } from '../../../src/pipeline/session.ts';
import type { StatePlugin } from '../../../src/plugins/contract.ts';

/** What is to be there: topology files, or nothing of a topology. */
export interface Wanted {
  name: string;
  /** Merged in this order; none: remove all. */
  files: readonly string[];
}

const SETTINGS = { template: 'busybox' };

/** Throws what stops the run before the first write. */
export async function runApply(wanted: Wanted, plugins?: readonly StatePlugin[]): Promise<ApplyReport> {
  const signal = new AbortController().signal;
  const warn = (message: string): void => {
    if (/ (is|are) (broken|missing)/.test(message)) throw new Error(message);
  };
  const session = new Session(await resolveHost({}, process.env), signal, warn, plugins);
  try {
    return await applyTarget(session, await targetOf(wanted, signal), {
      ...{ adopt: false, prune: true, rollback: true, lockTimeout: 0 },
      ...{ deleteData: wanted.files.length === 0, allowEmpty: wanted.files.length === 0 },
      ...{ emit: () => undefined, confirm: async () => true, stopped: () => false },
    });
  } finally {
    await session.close();
  }
}

async function targetOf({ name, files }: Wanted, signal: AbortSignal) {
  if (files.length === 0) return { name, resources: [], hash: null };
  const { resources, hash } = await loadTopology(files, { set: SETTINGS, signal });
  return { name, resources, hash };
}
