import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { isMissing } from '../durable-file.ts';

const DIRECTORY = '/usr/share/lxc/templates';

/** A template as `lxc-create` takes it. */
export interface TemplateCall {
  template: string;
  args: string[];
}

/** Names of appliances as Proxmox writes them, and what the template `download` knows them as. */
const APPLIANCES: Readonly<Record<string, { dist: string; release: string }>> = {
  'debian-11-standard': { dist: 'debian', release: 'bullseye' },
  'debian-12-standard': { dist: 'debian', release: 'bookworm' },
  'debian-13-standard': { dist: 'debian', release: 'trixie' },
  'ubuntu-22.04-standard': { dist: 'ubuntu', release: 'jammy' },
  'ubuntu-24.04-standard': { dist: 'ubuntu', release: 'noble' },
  'alpine-3.20-default': { dist: 'alpine', release: '3.20' },
  'alpine-3.21-default': { dist: 'alpine', release: '3.21' },
  'alpine-3.22-default': { dist: 'alpine', release: '3.22' },
};

/** Node's names of architectures, and Debian's, which `download` uses. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'armhf',
  ia32: 'i386',
  ppc64: 'ppc64el',
  riscv64: 'riscv64',
  s390x: 's390x',
};

const NAME = /^[a-z0-9][a-z0-9._-]*$/i;
const OPTION = /^[a-z0-9][a-z0-9-]*$/i;

/**
 * What to call for a declared template: an installed one by its name with `args` as its options, or an
 * appliance's name. Throws `invalid-topology` for a name that is neither, and names those that there are.
 */
export async function resolveTemplate(declared: JsonObject): Promise<TemplateCall> {
  const { name } = declared;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new OptopoError('invalid-topology', `${JSON.stringify(name ?? null)} is no template's name`);
  }
  const appliance = APPLIANCES[name];
  const options = isJsonObject(declared.args) ? declared.args : {};
  if (await isInstalled(appliance ? 'download' : name)) {
    if (!appliance) return { template: name, args: toOptions(options) };
    const arch = ARCHITECTURES[process.arch] ?? process.arch;
    return { template: 'download', args: toOptions({ ...appliance, arch, ...options }) };
  }
  const known = [...(await installed()), ...Object.keys(APPLIANCES)];
  throw new OptopoError('invalid-topology', `there is no template "${name}"`, {
    hint: `known here: ${known.join(', ')}`,
  });
}

/** `{release: trixie}` as `--release=trixie`; `true` is an option without a value. Throws `invalid-topology`. */
export function toOptions(args: JsonObject): string[] {
  return Object.entries(args).map(([option, value]) => {
    const plain = typeof value === 'string' || typeof value === 'number' || value === true;
    if (!plain || !OPTION.test(option)) {
      throw new OptopoError('invalid-topology', `template option ${option} takes a text, a number or true`);
    }
    return value === true ? `--${option}` : `--${option}=${value}`;
  });
}

async function isInstalled(name: string): Promise<boolean> {
  try {
    await access(join(DIRECTORY, `lxc-${name}`));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function installed(): Promise<string[]> {
  try {
    const files = await readdir(DIRECTORY);
    return files.flatMap((file) => (file.startsWith('lxc-') ? file.slice(4) : []));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
