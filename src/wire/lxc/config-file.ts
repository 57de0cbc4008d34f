/** One `key = value` line of a container's config (lxc.container.conf(5)). */
export interface ConfigEntry {
  key: string;
  value: string;
}

const ENTRY = /^\s*([^\s#=][^=]*?)\s*=\s*(.*?)\s*$/;

/** All settings of a config in their order; comments and what is no setting are left out. Pure. */
export function parseConfig(text: string): ConfigEntry[] {
  return text.split('\n').flatMap((line) => parseLine(line) ?? []);
}

/** The last value of a key, as LXC takes it for settings that are no lists; `undefined` when not set. */
export function settingOf(entries: readonly ConfigEntry[], key: string): string | undefined {
  return entries.findLast((entry) => entry.key === key)?.value;
}

/**
 * The config with all lines of managed keys replaced by `entries`, which take the place of the first of them
 * (the end, where there was none). Every other line stays byte for byte. Pure.
 */
export function rewriteConfig(
  text: string,
  isManaged: (key: string) => boolean,
  entries: readonly ConfigEntry[],
): string {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const managed = (line: string): boolean => isManaged(parseLine(line)?.key ?? '');
  const first = lines.findIndex(managed);
  const at = first === -1 ? lines.length : first;
  const written = entries.map(({ key, value }) => `${key} = ${value}`);
  const kept = [...lines.slice(0, at), ...written, ...lines.slice(at).filter((line) => !managed(line))];
  return kept.map((line) => `${line}\n`).join('');
}

function parseLine(line: string): ConfigEntry | undefined {
  const [, key, value] = ENTRY.exec(line) ?? [];
  return key === undefined || value === undefined ? undefined : { key, value: withoutQuotes(value) };
}

/** LXC takes one pair of quotes off a value (confile.c, parse_line). */
function withoutQuotes(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted?.[2] ?? value;
}
