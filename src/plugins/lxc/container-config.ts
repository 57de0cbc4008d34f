import type { Json, JsonObject } from '../../model/json.ts';
import { type Controller, type Hierarchy, requireHierarchy } from '../../wire/lxc/cgroup.ts';
import type { ConfigEntry } from '../../wire/lxc/config-file.ts';
import { parseConfig, rewriteConfig, settingOf } from '../../wire/lxc/config-file.ts';
import { interfacesAttribute, readInterfaces } from './interfaces.ts';
import { interfacesOfConfig, isNetworkKey, networkEntries } from './network-config.ts';

const MIB = 1024 * 1024;
const PERIOD_US = 100_000;
const CPU_KEYS = ['lxc.cgroup.cpu.cfs_period_us', 'lxc.cgroup.cpu.cfs_quota_us', 'lxc.cgroup2.cpu.max'];
const MEMORY_KEYS = ['lxc.cgroup.memory.limit_in_bytes', 'lxc.cgroup2.memory.max'];

/** Where the two limits are kept on this host; `null` where its controller is not mounted. */
export type Hierarchies = Record<Controller, Hierarchy | null>;

/** The fields that a config file holds, as a topology declares them. `hierarchies` says whose limits count. Pure. */
export function attributesOfConfig(text: string, hierarchies: Hierarchies): JsonObject {
  const entries = parseConfig(text);
  const hostname = settingOf(entries, 'lxc.uts.name');
  const vcpus = cpusOf(entries, hierarchies.cpu?.version);
  const memory = memoryOf(entries, hierarchies.memory?.version);
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ...(vcpus === null ? {} : { vcpus }),
    ...(memory === null ? {} : { memory_mb: memory / MIB }),
    autostart: settingOf(entries, 'lxc.start.auto') === '1',
    interfaces: interfacesAttribute(interfacesOfConfig(entries)),
  };
}

/**
 * The config with the given fields written into it (`null` takes one out), everything else byte for byte as
 * it was. Throws `refused` when a limit has no cgroup controller to keep it.
 */
export function withAttributes(text: string, attributes: JsonObject, hierarchies: Hierarchies): string {
  let result = text;
  for (const [field, value] of Object.entries(attributes)) {
    const keys = KEYS[field];
    if (keys === undefined) continue;
    const entries = keys.entriesOf(value, { before: parseConfig(result), hierarchies });
    result = rewriteConfig(result, keys.isManaged, entries);
  }
  return result;
}

interface FieldKeys {
  isManaged: (key: string) => boolean;
  entriesOf: (
    value: Json,
    host: { before: readonly ConfigEntry[]; hierarchies: Hierarchies },
  ) => ConfigEntry[];
}

const KEYS: Readonly<Record<string, FieldKeys>> = {
  hostname: {
    isManaged: (key) => key === 'lxc.uts.name',
    entriesOf: (value) => (value === null ? [] : [{ key: 'lxc.uts.name', value: String(value) }]),
  },
  autostart: {
    isManaged: (key) => key === 'lxc.start.auto',
    entriesOf: (value) => [{ key: 'lxc.start.auto', value: value === true ? '1' : '0' }],
  },
  vcpus: {
    isManaged: (key) => CPU_KEYS.includes(key),
    entriesOf: (value, { hierarchies }) => (typeof value === 'number' ? cpuEntries(value, hierarchies) : []),
  },
  memory_mb: {
    isManaged: (key) => MEMORY_KEYS.includes(key),
    entriesOf: (value, { hierarchies }) =>
      typeof value === 'number' ? memoryEntries(value, hierarchies) : [],
  },
  interfaces: {
    isManaged: isNetworkKey,
    entriesOf: (value, { before }) => networkEntries(readInterfaces(value), before),
  },
};

function cpuEntries(vcpus: number, { cpu }: Hierarchies): ConfigEntry[] {
  const quota = Math.round(vcpus * PERIOD_US);
  if (requireHierarchy('cpu', cpu).version === 2)
    return [{ key: 'lxc.cgroup2.cpu.max', value: `${quota} ${PERIOD_US}` }];
  return [
    { key: 'lxc.cgroup.cpu.cfs_period_us', value: String(PERIOD_US) },
    { key: 'lxc.cgroup.cpu.cfs_quota_us', value: String(quota) },
  ];
}

function memoryEntries(megabytes: number, { memory }: Hierarchies): ConfigEntry[] {
  const key =
    requireHierarchy('memory', memory).version === 2
      ? 'lxc.cgroup2.memory.max'
      : 'lxc.cgroup.memory.limit_in_bytes';
  return [{ key, value: String(megabytes * MIB) }];
}

function cpusOf(entries: readonly ConfigEntry[], version: 1 | 2 | undefined): number | null {
  if (version === 2) {
    const [quota, period] = settingOf(entries, 'lxc.cgroup2.cpu.max')?.split(/\s+/) ?? [];
    return quota === undefined || quota === 'max' ? null : Number(quota) / Number(period ?? PERIOD_US);
  }
  const quota = Number(settingOf(entries, 'lxc.cgroup.cpu.cfs_quota_us') ?? -1);
  const period = Number(settingOf(entries, 'lxc.cgroup.cpu.cfs_period_us') ?? PERIOD_US);
  return quota > 0 ? quota / period : null;
}

function memoryOf(entries: readonly ConfigEntry[], version: 1 | 2 | undefined): number | null {
  const key = version === 2 ? 'lxc.cgroup2.memory.max' : 'lxc.cgroup.memory.limit_in_bytes';
  const [, digits, unit] = /^(\d+)\s*([KMGT]?)B?$/i.exec(settingOf(entries, key) ?? '') ?? [];
  if (digits === undefined) return null;
  return Number(digits) * 1024 ** ' KMGT'.indexOf((unit || ' ').toUpperCase());
}
