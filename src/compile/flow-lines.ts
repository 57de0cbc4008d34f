import { dirname, isAbsolute, join } from 'node:path';
import type { DocumentPath } from '../document/node.ts';
import { readSource } from '../document/read-source.ts';
import { didYouMean } from '../document/suggest.ts';
import type { Flow } from '../document/topology.generated.ts';
import type { ResourcePolicy } from '../model/resource.ts';
import type { SourceLocation } from '../model/source.ts';
import { itemsOf } from '../wire/openflow/port-names.ts';
import type { Scope } from './scope.ts';
import { watchPolicy } from './watch-policy.ts';

/** One flow as `ovs-ofctl add-flow` takes it, and where it stands. */
export interface DeclaredFlow {
  bridge: string;
  text: string;
  at: SourceLocation;
  adopt: boolean;
  /** What is said about its drift. */
  watch: Pick<ResourcePolicy, 'heal' | 'ignore'>;
  /** Set for a flow of the document itself: what it declares beside match and actions. */
  timeouts: { idle_timeout?: number; hard_timeout?: number } | undefined;
}

export interface FlowFile {
  /** As the document names it. */
  name: string;
  text: string;
}

export interface DeclaredFlows {
  flows: DeclaredFlow[];
  files: FlowFile[];
}

/** Some hundred thousand flows: `file` is where large sets belong. */
const MAX_FLOW_FILE_BYTES = 64 * 1024 * 1024;

/** Parts of a flow that have a field of their own in the document. */
const OWN_FIELDS = /^(?:table|priority|cookie|idle_timeout|hard_timeout|actions?)[=:]/;

/** What an entry says about all flows of its file. */
const WITH_FILE: ReadonlySet<string> = new Set(['bridge', 'file', 'adopt', 'description', 'heal', 'ignore']);

/** Every flow of the document and of the files that it names, one line each. Mistakes are reported. */
export async function declaredFlows(scope: Scope): Promise<DeclaredFlows> {
  const flows: DeclaredFlow[] = [];
  const files: FlowFile[] = [];
  const bridges = scope.namesIn('bridges');
  for (const [index, flow] of (scope.document.flows ?? []).entries()) {
    const path = ['flows', index];
    if (!bridges.has(flow.bridge)) {
      scope.error(
        [...path, 'bridge'],
        () => `unknown bridge ${flow.bridge}${didYouMean(flow.bridge, bridges)}`,
      );
    } else if (flow.file === undefined) {
      const line = inlineFlow(scope, path, flow);
      if (line !== undefined) flows.push(line);
    } else {
      flows.push(...(await flowsOfFile(scope, path, flow, flow.file, files)));
    }
  }
  return { flows, files };
}

/** A flow of the document itself as one line; what is wrong is reported. */
export function inlineFlow(scope: Scope, path: DocumentPath, flow: Flow): DeclaredFlow | undefined {
  if (flow.actions === undefined) {
    if (!scope.isIncomplete(path)) scope.error(path, 'a flow needs actions, or a file of flows');
    return undefined;
  }
  const match = oneLine(matchText(scope, path, flow.match));
  const actions = oneLine(Array.isArray(flow.actions) ? flow.actions.join(',') : flow.actions);
  const misplaced = itemsOf(match).find((item) => OWN_FIELDS.test(item));
  if (misplaced !== undefined) {
    const field = misplaced.split(/[=:]/)[0];
    scope.error([...path, 'match'], `${field} is a field of the flow and does not belong in match`);
    return undefined;
  }
  if (/#/.test(match + actions)) {
    scope.error(path, '# would begin a comment inside the flow; use description for remarks');
    return undefined;
  }
  const { table, priority, cookie, idle_timeout, hard_timeout } = flow;
  const parameters = { table, priority, cookie, idle_timeout, hard_timeout };
  const head = Object.entries(parameters).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${value}`],
  );
  return {
    bridge: flow.bridge,
    text: `${[...head, ...(match === '' ? [] : [match])].join(',')} actions=${actions}`,
    at: scope.valueAt(path),
    adopt: flow.adopt ?? false,
    watch: watchPolicy(scope, path, 'flow', flow),
    timeouts: {
      ...(idle_timeout === undefined ? {} : { idle_timeout }),
      ...(hard_timeout === undefined ? {} : { hard_timeout }),
    },
  };
}

/** A match given as a map: `in_port: p1` is `in_port=p1`, `tcp: true` or `tcp:` is the word alone. */
function matchText(scope: Scope, path: DocumentPath, match: Flow['match']): string {
  if (typeof match === 'string') return match;
  const items = Object.entries(match ?? {}).map(([field, value]) =>
    value === null || value === true ? field : `${field}=${scope.textAt([...path, 'match', field])}`,
  );
  return items.join(',');
}

/** A folded text of several lines as the one line that a flow is. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}

async function flowsOfFile(
  scope: Scope,
  path: DocumentPath,
  flow: Flow,
  name: string,
  files: FlowFile[],
): Promise<DeclaredFlow[]> {
  for (const key of Object.keys(flow)) {
    if (WITH_FILE.has(key)) continue;
    scope.diagnostics.error(
      scope.keyAt([...path, key]),
      `${key} does not go with file: each line of the file has its own`,
    );
  }
  const at = scope.valueAt([...path, 'file']);
  const file = isAbsolute(name) ? name : join(dirname(at.file), name);
  scope.onFile(file);
  const source = await readSource(file, MAX_FLOW_FILE_BYTES);
  if (!source.ok) {
    const inside = source.at.line > 1 ? ` (line ${source.at.line})` : '';
    scope.diagnostics.error(at, `${file}: ${source.message}${inside}`);
    return [];
  }
  files.push({ name, text: source.text });
  const adopt = flow.adopt ?? false;
  const watch = watchPolicy(scope, path, 'flow', flow);
  return source.text.split(/\r?\n/).flatMap((line, index) => {
    const place = { file, line: index + 1, column: line.length - line.trimStart().length + 1 };
    const text = flowOfLine(scope, line, place);
    return text === '' ? [] : [{ bridge: flow.bridge, text, at: place, adopt, watch, timeouts: undefined }];
  });
}

/** Without comment and `add`; empty for a line without a flow. Commands that change other flows are refused. */
function flowOfLine(scope: Scope, line: string, at: SourceLocation): string {
  const text = line.replace(/#.*/, '').trim();
  const command = /^(add|modify|modify_strict|delete|delete_strict)\s/.exec(text)?.[1];
  if (command === undefined) return text;
  if (command === 'add') return text.slice(command.length).trim();
  scope.diagnostics.error(at, `${command}: a topology declares flows, it does not change others`);
  return '';
}
