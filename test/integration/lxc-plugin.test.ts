import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Resource } from '../../src/model/resource.ts';
import { readLimits } from '../../src/wire/lxc/cgroup.ts';
import { startContainer } from '../../src/wire/lxc/commands.ts';
import { isAlive } from '../../src/wire/lxc/process-table.ts';
import { useLab } from '../support/lab.ts';
import { container, deviceNames, type LxcHost, lxcHost, run, vsctl } from '../support/lxc-host.ts';
import { carriesTcp } from '../support/packets.ts';
import { stepOf } from '../support/step-of.ts';

const OWNER = 'lxc-test';
const BRIDGE = 'lxt-br';
const lab = useLab();
let host: LxcHost;

const first = (extra = {}, network = {}): Resource =>
  container('lxt-a', {
    interfaces: [
      {
        name: 'eth0',
        port: 'lxt_a',
        network_type: 'socket',
        hwaddr: '02:00:00:00:0a:01',
        addresses: ['10.77.0.1/24', 'fd77::1/64'],
        gateway: '10.77.0.254',
        ...network,
      },
    ],
    ...extra,
  });
const second = (): Resource =>
  container('lxt-b', {
    interfaces: [{ name: 'eth0', port: 'lxt_b', network_type: 'socket', addresses: ['10.77.0.2/24'] }],
  });

async function addPort(name: string): Promise<void> {
  await vsctl('add-port', BRIDGE, name, '--', 'set', 'interface', name, 'type=internal');
}

const pings = (name: string, address: string): Promise<boolean> =>
  host.inside(name, 'ping', '-c1', '-W2', address).then(
    () => true,
    () => false,
  );

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within 10 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const initOf = (name: string): number => host.running(name)?.init ?? 0;
const monitorOf = (name: string): number => host.running(name)?.monitor ?? 0;

async function leftOvers(): Promise<string[]> {
  return (await deviceNames()).filter((name) => /^phys[A-Za-z0-9]{6}$/.test(name));
}

beforeAll(async () => {
  host = await lxcHost(OWNER);
  await vsctl('--may-exist', 'add-br', BRIDGE, '--', 'set', 'bridge', BRIDGE, 'datapath_type=netdev');
});
afterEach(async () => {
  const live = await host.observe();
  const ours = [...live.values()].filter(({ owner, name }) => owner === OWNER && name.startsWith('lxt-'));
  await host.apply(ours.map((object) => stepOf(OWNER, 'delete', container(object.name), object)));
  for (const port of ['lxt_a', 'lxt_b', 'lxt_v']) await vsctl('--if-exists', 'del-port', port);
});
afterAll(async () => {
  await vsctl('--if-exists', 'del-br', BRIDGE);
  await host.close();
});

describe('socket mode', () => {
  const pair = async (): Promise<void> => {
    await addPort('lxt_a');
    await addPort('lxt_b');
    expect(await host.converge([first(), second()])).toEqual([null, null]);
  };

  test('two new containers reach each other, and a second look finds nothing to do', async () => {
    await pair();
    expect(await pings('lxt-a', '10.77.0.2')).toBe(true);
    const [link] = JSON.parse(await host.inside('lxt-a', 'ip', '-j', 'addr', 'show', 'eth0'));
    expect(link.address).toBe('02:00:00:00:0a:01');
    expect(link.addr_info).toContainEqual(
      expect.objectContaining({ local: '10.77.0.1', prefixlen: 24, broadcast: '10.77.0.255' }),
    );
    expect(link.addr_info).toContainEqual(expect.objectContaining({ local: 'fd77::1', prefixlen: 64 }));
    expect(await host.diff(first())).toBeNull();
  });

  test('limits are in force, and change without a restart', async () => {
    await addPort('lxt_a');
    await host.converge([first({ vcpus: 1, memory_mb: 64 })]);
    const init = initOf('lxt-a');
    expect(await readLimits(init)).toEqual({ vcpus: 1, bytes: 64 * 1024 * 1024 });
    const more = first({ vcpus: 2, memory_mb: 128 });
    expect(await host.diff(more)).toMatchObject({ action: 'update', disruption: 'none' });
    expect(await host.converge([more])).toEqual([null]);
    expect(await readLimits(init)).toEqual({ vcpus: 2, bytes: 128 * 1024 * 1024 });
    expect(await host.converge([first()], [more])).toEqual([null]);
    expect(await readLimits(init)).toEqual({ vcpus: null, bytes: null });
    expect(initOf('lxt-a')).toBe(init);
  });

  test('a hostname needs a restart, and the container has it', async () => {
    await addPort('lxt_a');
    await host.converge([first({ hostname: 'one' })]);
    const hostname = (): Promise<string> => run('nsenter', '-t', String(initOf('lxt-a')), '-u', 'hostname');
    expect(await hostname()).toBe('one');
    expect(await host.diff(first({ hostname: 'two' }))).toMatchObject({ disruption: 'restart' });
    expect(await host.converge([first({ hostname: 'two' })])).toEqual([null]);
    expect(await hostname()).toBe('two');
  });

  test('addresses, gateway and MTU change in place', async () => {
    await pair();
    const init = initOf('lxt-a');
    const changed = first(
      {},
      { addresses: ['10.77.0.9/24', '10.78.0.1/24'], gateway: '10.77.0.253', mtu: 1400 },
    );
    expect(await host.diff(changed, first())).toMatchObject({ action: 'update', disruption: 'brief' });
    expect(await host.converge([changed], [first()])).toEqual([null]);
    expect(initOf('lxt-a')).toBe(init);
    const [link] = JSON.parse(await host.inside('lxt-a', 'ip', '-j', '-4', 'addr', 'show', 'eth0'));
    expect(link.addr_info.map(({ local }: { local: string }) => local).sort()).toEqual([
      '10.77.0.9',
      '10.78.0.1',
    ]);
    expect(link.mtu).toBe(1400);
    expect(await host.inside('lxt-a', 'ip', 'route', 'show', 'default')).toContain('10.77.0.253');
    expect(await pings('lxt-b', '10.77.0.9')).toBe(true);
    await host.lxc('stop', 'lxt-a', '-k');
    await host.lxc('start', 'lxt-a', '-d');
    expect(await host.diff(changed)).toBeNull();
  });

  test('flushed addresses are put back in place', async () => {
    await pair();
    const init = initOf('lxt-a');
    await host.inside('lxt-a', 'ip', 'addr', 'flush', 'dev', 'eth0');
    const difference = await host.diff(first());
    expect(difference?.reason).toContain('eth0 lacks 10.77.0.1/24');
    expect(difference?.reason).toContain('default route via 10.77.0.254');
    expect(difference).toMatchObject({ action: 'update', fields: [], disruption: 'brief' });
    expect(await host.converge([first()])).toEqual([null]);
    expect(initOf('lxt-a')).toBe(init);
    expect(await pings('lxt-a', '10.77.0.2')).toBe(true);
  });

  test('stopped, killed and restarted by hand', async () => {
    await pair();
    await host.lxc('stop', 'lxt-a', '-k');
    expect(await host.diff(first())).toMatchObject({
      fields: [{ field: 'state', before: 'stopped', after: 'running' }],
      disruption: 'none',
    });
    expect(await host.converge([first(), second()])).toEqual([null, null]);
    process.kill(initOf('lxt-a'), 'SIGKILL');
    await until(async () => (await deviceNames()).includes('lxt_a'), 'the tap is back');
    expect((await host.diff(first()))?.reason).toBe('state differs');
    expect(await host.converge([first(), second()])).toEqual([null, null]);
    await host.lxc('stop', 'lxt-a', '-k');
    await host.lxc('start', 'lxt-a', '-d');
    expect(await host.diff(first())).toBeNull();
    expect(await pings('lxt-a', '10.77.0.2')).toBe(true);
  });

  test('a killed monitor takes the tap along: the port has to be made anew', async () => {
    await pair();
    const init = initOf('lxt-a');
    process.kill(monitorOf('lxt-a'), 'SIGKILL');
    await until(() => !isAlive(init), 'the container has ended');
    const fault = (await host.observe([first()])).get('container/lxt-a')?.faults[0];
    expect(fault).toMatchObject({ code: 'tap-gone', rebuild: 'port/lxt_a', mend: 'restart' });
    await vsctl('del-port', 'lxt_a');
    expect((await host.observe([first()])).get('container/lxt-a')?.faults).toEqual([]);
    await addPort('lxt_a');
    expect(await host.converge([first(), second()])).toEqual([null, null]);
    expect(await pings('lxt-a', '10.77.0.2')).toBe(true);
    // The cgroup of the killed one is still there: the new one's has another name.
    expect(await readFile(`/proc/${initOf('lxt-a')}/cgroup`, 'utf8')).toMatch(/-1$/m);
  });

  test('a port row deleted under a running container', async () => {
    await pair();
    await vsctl('del-port', 'lxt_a');
    const missing = (await host.observe([first()])).get('container/lxt-a')?.faults;
    expect(missing).toMatchObject([{ code: 'interface-missing', mend: 'restart' }]);
    expect(missing?.[0]).not.toHaveProperty('rebuild');
    await addPort('lxt_a');
    expect(await host.diff(first())).toMatchObject({ action: 'update', disruption: 'restart' });
    expect(await host.converge([first(), second()])).toEqual([null, null]);
    expect(await pings('lxt-a', '10.77.0.2')).toBe(true);
  });

  test('ovs-vswitchd killed and restarted leaves dead taps; one apply mends, nothing is left over', async () => {
    await pair();
    await restartVswitchd();
    await until(async () => {
      const names = await deviceNames();
      return names.includes('lxt_a') && names.includes('lxt_b');
    }, 'new taps');
    const live = await host.observe([first(), second()]);
    expect(live.get('container/lxt-a')?.faults).toMatchObject([{ code: 'dead-tap', mend: 'restart' }]);
    // One is mended by us, the other was restarted by hand before and left its dead tap behind.
    await host.lxc('stop', 'lxt-b', '-k');
    await host.lxc('start', 'lxt-b', '-d');
    expect(await leftOvers()).toHaveLength(1);
    expect((await host.diff(second()))?.reason).toContain('left over');
    expect(await host.converge([first(), second()])).toEqual([null, null]);
    expect(await leftOvers()).toEqual([]);
    expect(await pings('lxt-a', '10.77.0.2')).toBe(true);
  });
});

describe('veth mode', () => {
  const server = (extra = {}): Resource =>
    container('lxt-v', {
      interfaces: [{ name: 'eth0', port: 'lxt_v', network_type: 'veth', addresses: ['10.77.0.3/24'] }],
      ...extra,
    });

  test('carries TCP, also after checksum offload came back by hand', async () => {
    await addPort('lxt_a');
    expect(await host.converge([first(), server()])).toEqual([null, null]);
    await vsctl('add-port', BRIDGE, 'lxt_v');
    expect(await carriesTcp(lab, 'lxt-v', 'lxt-a', '10.77.0.1')).toBe(true);
    await host.inside('lxt-v', 'ethtool', '-K', 'eth0', 'tx', 'on');
    expect((await host.diff(server()))?.reason).toContain('checksums');
    expect(await host.converge([server()])).toEqual([null]);
    expect(await carriesTcp(lab, 'lxt-v', 'lxt-a', '10.77.0.1')).toBe(true);
  });
});

describe('ownership and data', () => {
  const plain = (attributes = {}): Resource => container('lxt-a', { interfaces: [], ...attributes });

  test('retained with its data, and back', async () => {
    await host.converge([plain({ autostart: true })]);
    const file = `${host.lxcPath}/lxt-a/rootfs/root/data`;
    await run('cp', '/etc/hostname', file);
    const live = (await host.observe()).get('container/lxt-a') ?? null;
    expect(await host.apply([stepOf(OWNER, 'retain', plain(), live)])).toEqual({
      'retain:container/lxt-a': 'done',
    });
    expect(host.running('lxt-a')).toBeNull();
    const retained = (await host.observe()).get('container/lxt-a');
    expect(retained).toMatchObject({ retained: true, owner: OWNER, attributes: { autostart: false } });
    expect((await host.diff(plain()))?.reason).toContain('retained, declared again');
    expect(await host.converge([plain({ autostart: true })])).toEqual([null]);
    expect(host.running('lxt-a')).not.toBeNull();
    expect(await readFile(file, 'utf8')).toBe(await readFile('/etc/hostname', 'utf8'));
  });

  test('another template is a replacement, which loses the data', async () => {
    await host.converge([plain()]);
    const other = plain({ template: { name: 'download', args: { dist: 'debian' } } });
    expect(await host.diff(other)).toMatchObject({
      action: 'replace',
      reason: expect.stringContaining('data is lost'),
    });
  });

  test('a foreign container is read, refused, and stays byte for byte', async () => {
    await host.converge([plain()]);
    await run('rm', `${host.lxcPath}/lxt-a/optopo.json`);
    const config = await readFile(`${host.lxcPath}/lxt-a/config`, 'utf8');
    const foreign = (await host.observe()).get('container/lxt-a') ?? null;
    expect(foreign).toMatchObject({ owner: null, attributes: { state: 'running' } });
    for (const operation of ['delete', 'update', 'retain', 'create'] as const) {
      const result = await host.apply([stepOf(OWNER, operation, plain(), foreign)]);
      expect(Object.values(result)[0]).toMatch(/^failed: container\/lxt-a: .*(belongs to nobody|not ours)/);
    }
    expect(host.running('lxt-a')).not.toBeNull();
    expect(await readFile(`${host.lxcPath}/lxt-a/config`, 'utf8')).toBe(config);
    expect(await host.apply([stepOf(OWNER, 'adopt', plain(), foreign)])).toEqual({
      'adopt:container/lxt-a': 'done',
    });
    expect((await host.observe()).get('container/lxt-a')).toMatchObject({ owner: OWNER, adopted: true });
    expect(await host.diff(plain())).toBeNull();
  });

  test('asked from another network namespace, a running container is still running and not destroyed', async () => {
    // LXC itself would say STOPPED, and lxc-destroy would delete the root file system under it.
    await host.converge([plain()]);
    await run('lxc-stop', '-P', host.lxcPath, '-n', 'lxt-a', '-k');
    await run('unshare', '--net', 'lxc-start', '-P', host.lxcPath, '-n', 'lxt-a', '-d');
    expect(await host.lxc('info', 'lxt-a', '-s')).toContain('STOPPED');
    const live = (await host.observe()).get('container/lxt-a') ?? null;
    expect(live?.attributes.state).toBe('running');
    const result = await host.apply([stepOf(OWNER, 'delete', plain(), live)]);
    expect(Object.values(result)[0]).toContain('does not know it as running');
    expect(await readFile(`${host.lxcPath}/lxt-a/rootfs/etc/inittab`, 'utf8')).toContain('rcS');
    const monitor = monitorOf('lxt-a');
    await run(
      'nsenter',
      `--net=/proc/${monitor}/ns/net`,
      'lxc-stop',
      '-P',
      host.lxcPath,
      '-n',
      'lxt-a',
      '-k',
    );
  });

  test('what a killed run builds on without its caller is ended and removed', async () => {
    const leftover = `${host.lxcPath}/.optopo-tmp-4194300-lxt-a`;
    await run('mkdir', '-p', leftover);
    const builder = spawn('lxc-create', ['-P', leftover, '-n', 'lxt-a', '-t', 'busybox'], {
      stdio: 'ignore',
    });
    await until(() => existsSync(`${leftover}/lxt-a/rootfs/etc`), 'the template works');
    expect(await host.converge([plain({ state: 'stopped' })])).toEqual([null]);
    await until(() => builder.signalCode === 'SIGKILL', 'the builder is killed');
    expect(await run('ls', '-A', host.lxcPath)).not.toContain('optopo-tmp');
  });

  test('a failed template leaves nothing behind', async () => {
    const broken = plain({ template: { name: 'busybox', args: { 'no-such-option': 'x' } } });
    await expect(host.converge([broken])).rejects.toThrow(/lxc-create ended with status/);
    expect(await run('ls', '-A', host.lxcPath)).toBe('');
  });

  test('memory cannot go below what is in use, and the plan keeps saying so', async () => {
    await host.converge([plain({ memory_mb: 64 })]);
    const less = plain({ memory_mb: 0.0625 });
    await expect(host.converge([less])).rejects.toThrow(/more than that is in use/);
    expect((await host.diff(less))?.reason).toBe('memory_mb differs');
  });

  test('a failed start says what LXC says', async () => {
    await host.converge([plain({ state: 'stopped' })]);
    await run('rm', '-r', `${host.lxcPath}/lxt-a/rootfs/sbin`);
    await expect(host.converge([plain()])).rejects.toThrow(/LXC cannot start it: .*\/sbin\/init/);
  });
});

async function restartVswitchd(): Promise<void> {
  const { ovsRundir, ovsdbSocket } = host.context.host;
  const pid = Number(await readFile(`${ovsRundir}/ovs-vswitchd.pid`, 'utf8'));
  process.kill(pid, 'SIGKILL');
  await until(() => !isAlive(pid), 'ovs-vswitchd has ended');
  const args = [`unix:${ovsdbSocket}`, '--pidfile', '--detach', `--log-file=${ovsRundir}/ovs-vswitchd.log`];
  await run('ovs-vswitchd', ...args);
}

test('the start of a container that somebody has destroyed leaves nothing in its place', async () => {
  const target = { lxcPath: lab.lxcPath, name: 'lxt-gone', signal: AbortSignal.timeout(60_000) };
  await expect(startContainer(target)).rejects.toThrow('LXC cannot start it');
  expect((await readdir(lab.lxcPath)).filter((entry) => entry.includes('lxt-gone'))).toEqual([]);
});
