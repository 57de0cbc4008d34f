/** IFNAMSIZ less the final zero. */
export const MAX_DEVICE_NAME = 15;

/** LXC puts the name into socket and path names; 64 is also the kernel's limit for a host name. */
const MAX_CONTAINER_NAME = 64;

/** Words of OpenFlow that would be read as something else than a port of that name. */
const RESERVED_PORTS = new Set([
  'all',
  'any',
  'normal',
  'local',
  'flood',
  'controller',
  'in_port',
  'none',
  'table',
  'unset',
]);

/** Why the kernel, or the tools that take it, would not have this name for a device; `null` when all is well. */
export function deviceNameProblem(name: string): string | null {
  const quoted = JSON.stringify(name);
  if (name === '.' || name === '..') return `${quoted} is no name for a device`;
  // net/core/dev.c, dev_valid_name(); bytes and characters are the same for what is allowed below.
  if (name.length > MAX_DEVICE_NAME) {
    return `${quoted} has ${name.length} characters; a device's name has at most ${MAX_DEVICE_NAME}`;
  }
  if (name.startsWith('-')) return `${quoted} starts with a dash, which tools take for an option`;
  const bad = /[^A-Za-z0-9_.@+~-]/.exec(name);
  if (bad !== null) return `${quoted} contains ${JSON.stringify(bad[0])}, which no device's name may have`;
  // net/ipv4/devinet.c: these two are directories of /proc/sys/net/ipv4/conf.
  if (name === 'all' || name === 'default') return `${quoted} is reserved by the kernel`;
  return null;
}

/** As for a device, and what OpenFlow would not take for a port's name. */
export function portNameProblem(name: string): string | null {
  if (/^\d+$/.test(name))
    return `${JSON.stringify(name)} is only digits: OpenFlow would take it for a port's number`;
  if (RESERVED_PORTS.has(name.toLowerCase())) return `${JSON.stringify(name)} is a reserved word of OpenFlow`;
  return deviceNameProblem(name);
}

export function containerNameProblem(name: string): string | null {
  const quoted = JSON.stringify(name);
  if (name.length > MAX_CONTAINER_NAME) {
    return `${quoted} has ${name.length} characters; a container's name has at most ${MAX_CONTAINER_NAME}`;
  }
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return null;
  return `${quoted} is no name for a container: letters, digits, dots, dashes and underscores, a letter or digit first`;
}

/** RFC 1123: labels of letters, digits and inner dashes, 64 characters in all at most (the kernel's limit). */
export function hostNameProblem(name: string): string | null {
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
  if (name.length <= 64 && new RegExp(`^${label}(?:\\.${label})*$`).test(name)) return null;
  return `${JSON.stringify(name)} is no host name: letters, digits and dashes, at most 64 characters`;
}
