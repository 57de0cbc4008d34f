import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Change, ChangeAction, Plan } from '../../model/plan.ts';
import { displayValue, isIrreversible } from '../../model/plan.ts';
import type { FieldChange, PluginName } from '../../model/resource.ts';
import { formatLocation } from '../../model/source.ts';
import { summarize } from '../../pipeline/plan-json.ts';
import type { Colors } from '../output.ts';

/** Layers in the order in which they stand on each other, as people read them. */
export const LAYERS: readonly { plugin: PluginName; title: string }[] = [
  { plugin: 'ovs', title: 'Open vSwitch' },
  { plugin: 'netlink', title: 'Kernel network' },
  { plugin: 'lxc', title: 'Containers' },
  { plugin: 'openflow', title: 'OpenFlow' },
];

const SYMBOLS: Record<ChangeAction, string> = {
  create: '+',
  update: '~',
  replace: '±',
  delete: '-',
  adopt: '^',
  release: '<',
  retain: '#',
};

/** Foreign objects named one by one before the rest is only counted. */
const MOST_UNMANAGED = 20;

/** The plan as text: grouped by layer, old → new values, why, what is left alone, and a summary line. */
export function planText(plan: Plan, colors: Colors): string {
  const sections = LAYERS.flatMap(({ plugin, title }) => {
    const changes = plan.changes.filter((change) => change.plugin === plugin);
    return changes.length === 0 ? [] : [layerText(title, changes, colors)];
  });
  if (plan.conflicts.length > 0) sections.push(conflictsText(plan, colors));
  if (plan.unmanaged.length > 0) sections.push(unmanagedText(plan, colors));
  if (plan.targeted) sections.push(colors.yellow(partialLine(plan.targeted)));
  return [...sections, summaryLine(plan, colors)].join('\n\n');
}

/** What a limited plan is about, so that nobody takes it for the whole. */
export function partialLine(targeted: readonly string[]): string {
  return `Partial: only ${targeted.join(', ')} and what that stands on; nothing else was planned.`;
}

function layerText(title: string, changes: Change[], colors: Colors): string {
  return [colors.bold(title), ...changes.map((change) => changeText(change, colors))].join('\n');
}

function changeText(change: Change, colors: Colors): string {
  const paint = painterOf(change.action, colors);
  const gap =
    change.disruption === 'none' || change.action === 'delete'
      ? ''
      : colors.yellow(` [${disruptionText(change)}]`);
  const reason =
    change.action === 'create' && change.reason === 'does not exist' ? '' : colors.dim(`  ${change.reason}`);
  const final = isIrreversible(change) ? colors.red(' [cannot be undone]') : '';
  const head = `  ${paint(SYMBOLS[change.action])} ${change.id}${gap}${final}${reason}`;
  return [head, ...fieldLines(change, colors)].join('\n');
}

function disruptionText(change: Change): string {
  return change.disruption === 'restart' ? 'restarts the container' : 'short interruption';
}

function fieldLines(change: Change, colors: Colors): string[] {
  if (change.action !== 'create' && change.action !== 'update' && change.action !== 'replace') return [];
  const fields = change.fields.filter((field) => !isImplied(change, field));
  const width = Math.max(0, ...fields.map(({ field }) => field.length));
  return fields.flatMap((field) => {
    const name = `      ${`${field.field}:`.padEnd(width + 1)} `;
    if (change.action === 'create' && isListOfMaps(field.after))
      return [name.trimEnd(), ...itemLines(field.after)];
    if (change.action === 'create') return [`${name}${displayValue(field.after)}`];
    return [`${name}${colors.dim(displayValue(field.before))} → ${displayValue(field.after)}`];
  });
}

function isListOfMaps(value: Json): value is JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
}

function itemLines(items: JsonObject[]): string[] {
  return items.map((item) => `        ${displayValue(item)}`);
}

/** Fields that the id says already, and those that only say the default. */
function isImplied(change: Change, { field, after }: FieldChange): boolean {
  if (change.action === 'create' && (after === null || (field === 'cookie' && after === '0x0'))) return true;
  return (NAMED_BY_ID[change.plugin] ?? []).includes(field) && change.action === 'create';
}

/** What an id consists of. */
const NAMED_BY_ID: Partial<Record<PluginName, readonly string[]>> = {
  openflow: ['bridge', 'table', 'priority', 'match'],
  netlink: ['address', 'to', 'table', 'metric'],
};

function painterOf(action: ChangeAction, colors: Colors): (text: string) => string {
  if (action === 'create' || action === 'adopt') return colors.green;
  if (action === 'delete') return colors.red;
  return colors.yellow;
}

function conflictsText(plan: Plan, colors: Colors): string {
  const lines = plan.conflicts.map(
    (conflict) => `  ${colors.red('!')} ${formatLocation(conflict)}: ${conflict.id} ${conflict.message}`,
  );
  return [colors.bold('In the way'), ...lines].join('\n');
}

function unmanagedText(plan: Plan, colors: Colors): string {
  const named = plan.unmanaged.slice(0, MOST_UNMANAGED).map(({ id }) => `    ${id}`);
  const rest = plan.unmanaged.length - named.length;
  if (rest > 0) named.push(`    … and ${rest} more (all of them with --json)`);
  return [colors.bold('Unmanaged, left alone'), ...named].join('\n');
}

/** Of what was not looked at nothing is said. */
export function nothingToDo({ targeted }: Plan): string {
  return targeted ? 'nothing to do, the targets are as declared' : 'nothing to do, the host is as declared';
}

function summaryLine(plan: Plan, colors: Colors): string {
  const counts = Object.entries(summarize(plan)).filter(([, count]) => count > 0);
  if (counts.length === 0 && plan.conflicts.length > 0) {
    return colors.red(`${plan.topology}: cannot be applied, see above.`);
  }
  if (counts.length === 0) return colors.green(`${plan.topology}: ${nothingToDo(plan)}.`);
  return `${colors.bold('Plan:')} ${counts.map(([action, count]) => `${count} to ${action}`).join(', ')}.`;
}
