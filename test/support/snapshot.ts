import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestLab } from './lab.ts';

/** Everything that a topology could declare, as the host's own tools print it, less what re-creation changes. */
export async function snapshot(lab: TestLab): Promise<Record<string, unknown>> {
  const names = (await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout.split('\n').filter(Boolean);
  const flows: Record<string, string[]> = {};
  for (const bridge of names) flows[bridge] = await flowsOf(lab, bridge);
  return {
    bridges: await table(lab, 'Bridge', [
      ...['name', 'datapath_type', 'fail_mode', 'protocols', 'external_ids', 'mcast_snooping_enable'],
      ...['stp_enable', 'rstp_enable'],
    ]),
    ports: await table(lab, 'Port', ['name', 'tag', 'trunks', 'vlan_mode', 'external_ids', 'other_config']),
    interfaces: await table(lab, 'Interface', [
      'name',
      'type',
      'mtu_request',
      'mac',
      'external_ids',
      'error',
    ]),
    network: await network(lab),
    containers: await containers(lab),
    flows,
  };
}

async function table(lab: TestLab, name: string, columns: string[]): Promise<unknown[]> {
  const args = ['-t', '5', '-f', 'json', `--columns=${columns.join(',')}`, 'list', name];
  const { data } = JSON.parse((await lab.run('ovs-vsctl', args)).stdout) as { data: unknown[][] };
  // The index of a device made anew is another one.
  const known = (row: unknown[]): string =>
    JSON.stringify(row).replace(/"optopo-ifindex","\d+"/, '"optopo-ifindex","…"');
  return data.map(known).sort();
}

async function flowsOf(lab: TestLab, bridge: string): Promise<string[]> {
  const args = ['-O', 'OpenFlow15', '--names', '--no-stats', 'dump-flows', bridge];
  const { stdout } = await lab.run('ovs-ofctl', args);
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .sort();
}

interface Link {
  ifname: string;
  mtu: number;
  flags: string[];
  addr_info: { family: string; local: string; prefixlen: number; scope: string }[];
}

/**
 * Devices whose MTU Open vSwitch chooses by itself: the smallest of the bridge's members, or one that an
 * earlier member left behind.
 */
async function devicesWithoutMtuRequest(lab: TestLab): Promise<Set<string>> {
  const args = ['-t', '5', '-f', 'json', '--columns=name,mtu_request', 'list', 'Interface'];
  const { data } = JSON.parse((await lab.run('ovs-vsctl', args)).stdout) as { data: [string, unknown][] };
  return new Set(data.filter(([, request]) => typeof request !== 'number').map(([name]) => name));
}

/** Links with MTU where somebody asked for it, up or down, and addresses that people set; routes of the main table. */
async function network(lab: TestLab): Promise<unknown> {
  const links = JSON.parse((await lab.run('ip', ['-j', 'addr', 'show'])).stdout) as Link[];
  const chosen = await devicesWithoutMtuRequest(lab);
  const routes = (await lab.run('ip', ['route', 'show', 'table', 'all'])).stdout.split('\n');
  return {
    links: links
      .map(({ ifname, mtu, flags, addr_info }) => ({
        ifname,
        mtu: chosen.has(ifname) ? 'chosen by Open vSwitch' : mtu,
        up: flags.includes('UP'),
        addresses: addr_info
          .filter(({ scope }) => scope === 'global')
          .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
          .sort(),
      }))
      .sort((a, b) => a.ifname.localeCompare(b.ifname)),
    routes: routes
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.includes('proto kernel'))
      .sort(),
  };
}

/** Containers that are declared, with their configs (less a MAC address that nobody declared) and state. */
async function containers(lab: TestLab): Promise<unknown[]> {
  const names = existsSync(lab.lxcPath) ? readdirSync(lab.lxcPath).sort() : [];
  const kept = names.filter((name) => !isRetained(join(lab.lxcPath, name)));
  return Promise.all(
    kept.map(async (name) => {
      const config = readFileSync(join(lab.lxcPath, name, 'config'), 'utf8');
      const info = await lab.run('lxc-info', ['-P', lab.lxcPath, '-n', name, '-s', '-H']);
      return { name, state: info.stdout.trim(), config: config.replace(/^.*hwaddr = 00:16:3e.*\n/gm, '') };
    }),
  );
}

function isRetained(directory: string): boolean {
  return JSON.parse(readFileSync(join(directory, 'optopo.json'), 'utf8')).retained === true;
}
