import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { containerCgroup, findHierarchy, unreclaimableBytes } from '../../../src/wire/lxc/cgroup.ts';
import { errorLines } from '../../../src/wire/lxc/commands.ts';
import { settleGuest, withoutDhcp } from '../../../src/wire/lxc/guest-files.ts';
import { parseMark, readMark, removeMark, writeMark } from '../../../src/wire/lxc/mark.ts';
import { resolveTemplate, toOptions } from '../../../src/wire/lxc/templates.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'optopo-lxc-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('cgroup hierarchies', () => {
  const HYBRID = `30 25 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
31 25 0:27 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct
32 25 0:28 /outer /sys/fs/cgroup/memory rw shared:1 - cgroup cgroup rw,memory
33 25 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw`;
  const UNIFIED = '30 25 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate';

  test('v1, v2 and neither', () => {
    expect(findHierarchy('cpu', HYBRID, () => [])).toEqual({
      version: 1,
      mount: '/sys/fs/cgroup/cpu',
      root: '/',
    });
    expect(findHierarchy('memory', HYBRID, () => [])?.root).toBe('/outer');
    const unified = findHierarchy('memory', UNIFIED, () => ['cpu', 'memory']);
    expect(unified).toEqual({ version: 2, mount: '/sys/fs/cgroup', root: '/' });
    expect(findHierarchy('memory', UNIFIED, () => ['cpu'])).toBeNull();
  });

  test.each([
    ['9:memory:/lxc.payload.a-1\n0::/x', 1, '/', '/m/lxc.payload.a-1'],
    ['9:cpu,cpuacct:/y\n9:memory:/outer/lxc.payload.a\n', 1, '/outer', '/m/lxc.payload.a'],
    ['0::/lxc.payload.a/init.scope', 2, '/', '/m/lxc.payload.a'],
    ['0::/lab.a/payload', 2, '/', '/m/lab.a/payload'],
  ] as const)('the cgroup of %j', (text, version, root, expected) => {
    expect(containerCgroup(text, { version, mount: '/m', root }, 'memory')).toBe(expected);
  });

  test('a process without that controller has none', () => {
    expect(containerCgroup('9:cpu:/a', { version: 1, mount: '/m', root: '/' }, 'memory')).toBeNull();
  });

  test('what cannot be reclaimed of memory', () => {
    expect(unreclaimableBytes('anon 4096\nfile 999999\nshmem 8192\ninactive_anon 77\n')).toBe(12288);
  });
});

describe('marks', () => {
  test('written, read, removed', async () => {
    const mark = {
      owner: 'o',
      adopted: true,
      retained: false,
      template: { name: 'busybox', args: {} },
      taps: ['02:00'],
    };
    expect(readMark(directory)).toBeNull();
    writeMark(directory, mark);
    expect(readMark(directory)).toEqual(mark);
    removeMark(directory);
    removeMark(directory);
    expect(readMark(directory)).toBeNull();
  });

  test('what says nobody is an error, not a foreign container', () => {
    for (const text of ['', '{', '[]', '{"owner":1}']) {
      expect(() => parseMark(text, 'optopo.json')).toThrow(
        expect.objectContaining({ code: 'state-corrupt' }),
      );
    }
    expect(parseMark('{"owner":"o"}', 'x')).toMatchObject({ owner: 'o', adopted: false, retained: false });
  });
});

describe('files of the guest', () => {
  const write = (path: string, text: string): void => {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const read = (path: string): string => readFileSync(join(directory, path), 'utf8');

  test('nothing inside flushes or replaces the addresses of LXC', async () => {
    write('etc/init.d/rcS', '#!/bin/sh\n/bin/mount -a\n/bin/udhcpc\n');
    write('etc/hostname', 'old\n');
    write('etc/network/interfaces', 'auto lo eth0\niface lo inet loopback\niface eth0 inet dhcp\n');
    mkdirSync(join(directory, 'etc/systemd/network'), { recursive: true });
    await settleGuest(directory, { hostname: 'new', addressed: ['eth0'] });
    expect(read('etc/init.d/rcS')).toBe('#!/bin/sh\n/bin/mount -a\n');
    expect(read('etc/hostname')).toBe('new\n');
    expect(read('etc/network/interfaces')).toContain('iface eth0 inet manual\n');
    expect(read('etc/systemd/network/00-optopo.network')).toContain('Name=eth0\n\n[Link]\nUnmanaged=yes');
    await settleGuest(directory, { hostname: undefined, addressed: [] });
    expect(() => read('etc/systemd/network/00-optopo.network')).toThrow(/ENOENT/);
    expect(read('etc/hostname')).toBe('new\n');
  });

  test('DHCP stays where no address is declared', () => {
    expect(withoutDhcp('iface eth1 inet dhcp\niface eth0 inet6 auto\n', ['eth0'])).toBe(
      'iface eth1 inet dhcp\niface eth0 inet6 manual\n',
    );
  });

  test('a link inside the guest leads nowhere', async () => {
    mkdirSync(join(directory, 'host'));
    writeFileSync(join(directory, 'host/hostname'), 'the host\n');
    mkdirSync(join(directory, 'guest'));
    symlinkSync('../host', join(directory, 'guest/etc'));
    await settleGuest(join(directory, 'guest'), { hostname: 'evil', addressed: [] });
    rmSync(join(directory, 'guest/etc'));
    mkdirSync(join(directory, 'guest/etc'));
    symlinkSync('../../host/hostname', join(directory, 'guest/etc/hostname'));
    await settleGuest(join(directory, 'guest'), { hostname: 'evil', addressed: [] });
    expect(read('host/hostname')).toBe('the host\n');
  });
});

describe('templates', () => {
  test('options are arguments, never words of a shell', () => {
    expect(toOptions({ dist: 'debian', release: 12, 'no-validate': true, x: '$(reboot)' })).toEqual([
      ...['--dist=debian', '--release=12', '--no-validate', '--x=$(reboot)'],
    ]);
    for (const args of [{ 'a b': 'x' }, { '-x': 'y' }, { a: null }, { a: ['b'] }]) {
      expect(() => toOptions(args)).toThrow(/template option/);
    }
  });

  test('an unknown one names those that there are', async () => {
    await expect(resolveTemplate({ name: 'debian-9-standard', args: {} })).rejects.toMatchObject({
      code: 'invalid-topology',
      hint: expect.stringContaining('debian-13-standard'),
    });
    await expect(resolveTemplate({ name: '../x', args: {} })).rejects.toThrow(/no template's name/);
  });
});

test('the log of a failed start, down to what went wrong', () => {
  const prefix = 'lxc-start c1 20261128101325.332 ERROR    ';
  const log = [
    `${prefix}network - ../src/lxc/network.c:netdev_configure_server_phys:1176 - No such device - Failed to retrieve ifindex for "pA"`,
    `${prefix}lxccontainer - ../src/lxc/lxccontainer.c:wait_on_daemonized_start:878 - Received container state "ABORTING"`,
    `${prefix}lxc_start - ../src/lxc/tools/lxc_start.c:main:306 - The container failed to start`,
  ].join('\n');
  expect(errorLines(log)).toEqual(['No such device - Failed to retrieve ifindex for "pA"']);
});
