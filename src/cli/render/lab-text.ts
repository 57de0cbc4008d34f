import type { Lab } from '../../lab/lab.ts';
import type { LabSummary } from '../../lab/list-labs.ts';
import type { JsonObject } from '../../model/json.ts';

const HEADER = ['NAME', 'STATE', 'CONTAINERS', 'OPENED', 'DIRECTORY'];

/** The labs of this host as a table. */
export function labsText(labs: readonly LabSummary[]): string {
  const rows = [HEADER, ...labs.map(rowOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf({ lab, state, missing, openedAt, containers }: LabSummary): string[] {
  const said = state === 'running' ? state : `${state} (without ${missing.join(', ')})`;
  return [
    lab.name,
    said,
    containers.join(' ') || '-',
    openedAt?.slice(0, 19).replace('T', ' ') ?? '-',
    lab.dir,
  ];
}

/** Where a lab is, for `--json`. */
export function labToJson(lab: Lab): JsonObject {
  const { name, netns, dir, rundir, lxcPath, stateDir } = lab;
  return { name, netns, dir, ovs_rundir: rundir, lxc_path: lxcPath, state_dir: stateDir };
}
