// Debian's packages that optopo works with: which are missing, and how they are installed without side effects.
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, say } from './command.mjs';

/** One file of each package that tells whether it is there: a program's name, or a path. */
const PACKAGES = {
  'openvswitch-switch': 'ovs-vswitchd',
  lxc: 'lxc-start',
  'lxc-templates': '/usr/share/lxc/templates/lxc-busybox',
  'busybox-static': 'busybox',
  iproute2: 'ip',
  ethtool: 'ethtool',
  'iputils-ping': 'ping',
  tcpdump: 'tcpdump',
  procps: 'ps',
  'util-linux': 'nsenter',
  git: 'git',
  'openssh-client': 'ssh-keygen',
  gnupg: 'gpg',
};

/** What systemd would start at the next boot. */
const UNITS = {
  'openvswitch-switch': ['openvswitch-switch.service'],
  lxc: ['lxc.service', 'lxc-net.service', 'lxc-monitord.service'],
};

const POLICY = '/usr/sbin/policy-rc.d';
const POLICY_ASIDE = '/usr/sbin/policy-rc.d.before-optopo';
const LXC_NET = '/etc/default/lxc-net';

/** Packages of which this host lacks the telling file. */
export function missingDebianPackages() {
  return Object.keys(PACKAGES).filter((name) => !isPresent(PACKAGES[name]));
}

function isPresent(file) {
  if (file.startsWith('/')) return existsSync(file);
  return process.env.PATH.split(delimiter).some((directory) => existsSync(join(directory, file)));
}

/** Installs packages. None of their daemons is started, now or at the next boot. Throws when it cannot. */
export async function installDebianPackages(names) {
  requirePermission(names);
  say(`setup: installing ${names.join(' ')}`);
  if (names.includes('lxc') && !existsSync(LXC_NET)) {
    // Otherwise lxc-net makes a bridge lxcbr0, turns on ip_forward and adds NAT rules when it is started.
    mkdirSync('/etc/default', { recursive: true });
    writeFileSync(LXC_NET, 'USE_LXC_BRIDGE="false"\n');
  }
  withServicesDenied(() => {
    if (!haveCandidates(names)) updateIndex();
    const first = install(names);
    if (first.status === 0) return;
    // The usual reason: the index is older than what the mirror still has.
    updateIndex();
    const second = install(names);
    if (second.status !== 0) throw new Error(`apt-get install failed:\n${second.stdout}${second.stderr}`);
  });
  disableUnits(names);
}

function requirePermission(names) {
  const wanted = names.join(' ');
  if (!isPresent('apt-get')) throw new Error(`this is no Debian; install what its ${wanted} hold`);
  if (process.geteuid() !== 0) throw new Error(`needs root to install ${wanted}`);
  if (isPresent('pveversion') && names.some((name) => name.startsWith('lxc'))) {
    throw new Error("this is Proxmox, whose lxc-pve is damaged by Debian's lxc: apt-get install lxc-pve");
  }
}

function haveCandidates(names) {
  const { stdout } = capture('apt-cache', ['policy', ...names]);
  const candidates = stdout.match(/^ {2}Candidate: (?!\(none\))/gm) ?? [];
  return candidates.length === names.length;
}

function updateIndex() {
  say('setup: apt-get update');
  const { status, stderr, stdout } = capture('apt-get', [
    ...['update', '-q', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120'],
  ]);
  if (status !== 0) throw new Error(`apt-get update failed:\n${stdout}${stderr}`);
}

function install(names) {
  // Without the two dpkg options it stops at the question what to do with /etc/default/lxc-net.
  const options = [
    'Dpkg::Options::=--force-confdef',
    'Dpkg::Options::=--force-confold',
    'Acquire::Retries=3',
  ];
  const flags = [...options, 'DPkg::Lock::Timeout=120'].flatMap((option) => ['-o', option]);
  return capture('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...flags, ...names], {
    DEBIAN_FRONTEND: 'noninteractive',
  });
}

/** Denies the start of services (policy-rc.d, see invoke-rc.d(8)) while `work` runs, then puts back what was. */
function withServicesDenied(work) {
  // One that was killed in between left the old policy aside.
  if (!existsSync(POLICY_ASIDE) && existsSync(POLICY)) renameSync(POLICY, POLICY_ASIDE);
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n');
  chmodSync(POLICY, 0o755);
  try {
    work();
  } finally {
    if (existsSync(POLICY_ASIDE)) renameSync(POLICY_ASIDE, POLICY);
    else rmSync(POLICY);
  }
}

function disableUnits(names) {
  const units = names.flatMap((name) => UNITS[name] ?? []);
  if (units.length === 0 || !isPresent('systemctl')) return;
  const { status, stderr } = capture('systemctl', ['disable', '--quiet', ...units]);
  if (status !== 0) throw new Error(`systemctl disable ${units.join(' ')} failed:\n${stderr}`);
  say(`setup: ${units.join(', ')} do not start at boot; where you want them to: systemctl enable --now UNIT`);
}
