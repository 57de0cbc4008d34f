import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { runCommand } from '../../src/wire/subprocess.ts';
import { cgroupsNaming, useLabProgram } from '../support/lab-program.ts';

const { lab, open, read } = useLabProgram();

/** What of the host's own network a lab could have changed by mistake. */
async function hostNetwork(): Promise<Record<string, string>> {
  const output = async (...argv: string[]): Promise<string> => {
    const { stdout } = await runCommand('ip', argv);
    return stdout;
  };
  return {
    links: await output('-oneline', 'link', 'show'),
    addresses: await output('-oneline', 'address', 'show', 'scope', 'global'),
    routes: await output('route', 'show', 'table', 'all', 'type', 'unicast'),
    rules: await output('rule', 'show'),
    forwarding: readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8'),
  };
}

async function useEverything(opened: Lab): Promise<void> {
  const set = ['--', 'set', 'bridge', 'br0', 'datapath_type=netdev'];
  await read(opened, 'ovs-vsctl', '--timeout=10', 'add-br', 'br0', ...set);
  await read(opened, 'ip', 'link', 'add', 'va', 'type', 'veth', 'peer', 'name', 'vb');
  await read(opened, 'ip', 'address', 'add', '192.0.2.1/24', 'dev', 'va');
  await read(opened, 'sysctl', '-w', 'net.ipv4.ip_forward=1');
  await read(opened, 'lxc-create', '-n', '100', '-t', 'busybox');
  await read(opened, 'lxc-start', '-n', '100');
}

test('nothing of the host’s network is touched, before, during and after', async () => {
  const before = await hostNetwork();
  const opened = await open();
  await useEverything(opened);
  expect(await hostNetwork()).toEqual(before);
  await lab(['down', opened.name], { accept: [0] });
  expect(await hostNetwork()).toEqual(before);
});

test('the memory limit of a container in a lab is in force', async () => {
  const opened = await open();
  await read(opened, 'lxc-create', '-n', '100', '-t', 'busybox');
  const isUnified = existsSync('/sys/fs/cgroup/cgroup.controllers');
  const key = isUnified ? 'cgroup2.memory.max' : 'cgroup.memory.limit_in_bytes';
  await read(opened, 'lxc-start', '-n', '100', '-s', `lxc.${key}=64M`);
  expect(cgroupsNaming(opened.name)).not.toEqual([]);
  const fill = (megabytes: number): string[] => [
    ...['run', opened.name, '--', 'lxc-attach', '-n', '100', '--'],
    ...['dd', 'if=/dev/zero', 'of=/dev/shm/fill', 'bs=1M', `count=${megabytes}`],
  ];
  expect(await lab(fill(16))).toMatchObject({ exitCode: 0 });
  expect((await lab(fill(128))).exitCode).not.toBe(0);
});
