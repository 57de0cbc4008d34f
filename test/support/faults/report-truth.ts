import { expect } from 'vitest';
import { exitCodeOf } from '../../../src/cli/commands/run-apply.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { ApplyReport } from '../../../src/model/report.ts';
import type { HostState } from './host-state.ts';
import type { Differences } from './matrix.ts';

/** Containers whose data this run has deleted: nothing brings them back. */
export function lostContainers(report: ApplyReport): string[] {
  return report.steps.flatMap(({ key, id, status }) =>
    key === `delete:${id}` && id.startsWith('container/') && status === 'done' ? [id] : [],
  );
}

/**
 * A report of a failed run is true: what it says is not as before is what differs, and its exit code is 3 only
 * where nothing does.
 */
export function expectTrue(report: ApplyReport, before: HostState, differing: Differences): void {
  const containers = Object.keys(differing).filter((id) => id.startsWith('container/'));
  const said = report.notPutBack.map(idOf).sort();
  const left = Object.entries(differing).flatMap(([id, parts]) => {
    const silent = isSecondary(parts) || (isStillThere(parts) && isHandedTo(containers, before[id]));
    return isDeclarable(id) && !silent && !isDeviceOf(id, differing, before) ? [id] : [];
  });
  // Both ways round in the message: what was said, and what is so.
  expect({ said, differing, notes: report.notPutBack }).toEqual({
    ...{ said: left, differing, notes: report.notPutBack },
  });
  expect([exitCodeOf(report), report.outcome]).toEqual(
    report.outcome === 'rolled-back' ? [3, 'rolled-back'] : [1, 'failed'],
  );
  if (Object.keys(differing).length > 0) expect(report.outcome).toBe('failed');
}

function idOf(sentence: string): string {
  const found = /^(.*?)(: .* differ| is left over| is gone| belongs to .*)$/.exec(sentence);
  return found?.[1] ?? sentence;
}

/** An address that comes back behind another one of its network is no longer the first; nobody declares that. */
function isSecondary(parts: readonly string[]): boolean {
  return parts.every((part) => part.startsWith('/secondary:'));
}

/** Routes that the kernel makes come and go with addresses; the database's own row is no object. */
function isDeclarable(id: string): boolean {
  return !/^(kernel-route|database|rule)\//.test(id);
}

/** A veth whose port is gone, or which a container has that is left over: that is said by the port or the container. */
function isDeviceOf(id: string, differing: Differences, before: HostState): boolean {
  if (id in before || !id.startsWith('link/')) return false;
  const name = id.slice('link/'.length);
  const config = `veth.pair = ${name}`;
  return (
    `port/${name}` in differing ||
    Object.values(differing)
      .flat()
      .some((part) => part.includes(config))
  );
}

function isStillThere(parts: readonly string[]): boolean {
  return parts.every((part) => part.startsWith('/'));
}

/** The tap of a container that is gone or stopped lies in the host's namespace: that is said by the container. */
function isHandedTo(containers: readonly string[], object: JsonObject | undefined): boolean {
  const text = JSON.stringify(object ?? {});
  return containers.some((id) => text.includes(`"optopo-container":"${id.slice('container/'.length)}"`));
}
