/** A strict reader of Prometheus' text format 0.0.4: throws at anything that promtool would complain of. */

export interface MetricFamily {
  type: string;
  help: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,|$)/;
const SUFFIXES: Record<string, string[]> = { histogram: ['_bucket', '_sum', '_count'] };

/** Families by name, each with HELP, TYPE and samples that fit its type. */
export function parseMetrics(text: string): Map<string, MetricFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, MetricFamily>();
  let current = '';
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (families.has(name)) throw new Error(`two families are named ${name}`);
      families.set(name, { type: '', help: rest, samples: [] });
      current = name;
    } else if (keyword === 'TYPE') {
      if (name !== current) throw new Error(`TYPE of ${name} is not behind its HELP`);
      familyOf(families, name).type = rest;
    } else {
      addSample(families, current, line);
    }
  }
  for (const [name, family] of families) checkName(name, family);
  return families;
}

function addSample(families: Map<string, MetricFamily>, family: string, line: string): void {
  const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  const known = familyOf(families, family);
  const names = (SUFFIXES[known.type] ?? ['']).map((suffix) => family + suffix);
  if (!names.includes(name)) throw new Error(`a sample out of place: ${line}`);
  if (Number.isNaN(Number(value.replace('+Inf', 'Infinity')))) throw new Error(`no number: ${line}`);
  const sample = { name, labels: parseLabels(labels), value: Number(value) };
  const same = (one: typeof sample): boolean =>
    one.name === name && JSON.stringify(one.labels) === JSON.stringify(sample.labels);
  if (known.samples.some(same)) throw new Error(`the same series twice: ${line}`);
  known.samples.push(sample);
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ''; ) {
    const [whole, name = '', value = ''] = LABEL.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`not labels: ${text}`);
    labels[name] = value;
    rest = rest.slice(whole.length);
  }
  return labels;
}

function checkName(name: string, { type, help }: MetricFamily): void {
  if (!['counter', 'gauge', 'histogram'].includes(type)) throw new Error(`${name} has the type "${type}"`);
  if (!help.endsWith('.')) throw new Error(`the help of ${name} is no sentence`);
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`${name} is a ${type}`);
  if (!/^(optopo|process)_[a-z_]+$/.test(name)) throw new Error(`${name} has no prefix of ours`);
  if (/_(ms|milliseconds|kb|percent)(_|$)/.test(name)) throw new Error(`${name} is not in a base unit`);
}

function familyOf(families: Map<string, MetricFamily>, name: string): MetricFamily {
  const family = families.get(name);
  if (!family) throw new Error(`${name} has no HELP`);
  return family;
}

/** The value of one series. Throws when there is none. */
export function sampleValue(
  families: Map<string, MetricFamily>,
  family: string,
  labels: Record<string, string> = {},
  name = family,
): number {
  const wanted = Object.entries(labels);
  const sample = families
    .get(family)
    ?.samples.find((one) => one.name === name && wanted.every(([key, value]) => one.labels[key] === value));
  if (!sample) throw new Error(`there is no ${name} with ${JSON.stringify(labels)}`);
  return sample.value;
}
