import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import {
  attributesOfConfig,
  type Hierarchies,
  withAttributes,
} from '../../../src/plugins/lxc/container-config.ts';
import { readInterfaces } from '../../../src/plugins/lxc/interfaces.ts';
import { withBroadcast } from '../../../src/plugins/lxc/network-config.ts';
import { parseConfig, rewriteConfig } from '../../../src/wire/lxc/config-file.ts';

const hierarchy = (version: 1 | 2) => ({ version, mount: '/sys/fs/cgroup', root: '/' });
const V1: Hierarchies = { cpu: hierarchy(1), memory: hierarchy(1) };
const V2: Hierarchies = { cpu: hierarchy(2), memory: hierarchy(2) };

const CONFIG = `# made by hand
lxc.include = /usr/share/lxc/config/common.conf
   lxc.uts.name   =   "old"

lxc.net.0.type = phys
lxc.net.0.link = p0
lxc.net.0.name = eth0
lxc.net.0.script.up = /usr/local/bin/up
# between
lxc.cap.drop = sys_module
lxc.mount.entry = /lib lib none ro,bind 0 0`;

describe('a config file', () => {
  test('settings are read with quotes and blanks taken off', () => {
    expect(parseConfig(CONFIG)).toContainEqual({ key: 'lxc.uts.name', value: 'old' });
    expect(parseConfig('#a = b\n\nx\n = y\n')).toEqual([]);
    expect(parseConfig('a = b = c')).toEqual([{ key: 'a', value: 'b = c' }]);
  });

  test('only managed lines change, in the place of the first', () => {
    const text = rewriteConfig(CONFIG, (key) => key === 'lxc.uts.name', [
      { key: 'lxc.uts.name', value: 'new' },
    ]);
    expect(text).toBe(`${CONFIG.replace('   lxc.uts.name   =   "old"', 'lxc.uts.name = new')}\n`);
  });

  test('other settings of a kept interface stay, under its new number', () => {
    const text = withAttributes(
      CONFIG,
      {
        interfaces: [
          { name: 'eth1', port: 'p1', network_type: 'veth' },
          { name: 'eth0', port: 'p2', network_type: 'socket', addresses: ['10.0.0.2/24', 'fd00::1/64'] },
        ],
      },
      V1,
    );
    expect(text).toContain('lxc.net.1.script.up = /usr/local/bin/up');
    expect(text).toContain('lxc.net.0.veth.pair = p1');
    expect(text).toContain('lxc.net.1.ipv4.address = 10.0.0.2/24 10.0.0.255');
    expect(text).toContain('lxc.net.1.ipv6.address = fd00::1/64');
    expect(text).not.toContain('p0');
    expect(text).toContain('# between\nlxc.cap.drop = sys_module\n');
  });

  test('no interfaces means an empty network, never the host’s own', () => {
    expect(withAttributes('', { interfaces: [] }, V1)).toBe('lxc.net.0.type = empty\n');
  });

  test.each([
    ['10.0.0.130/25', '10.0.0.130/25 10.0.0.255'],
    ['10.0.0.1/16', '10.0.0.1/16 10.0.255.255'],
    ['255.0.0.1/8', '255.0.0.1/8 255.255.255.255'],
    ['10.0.0.1/31', '10.0.0.1/31'],
    ['fd00::1/64', 'fd00::1/64'],
  ])('broadcast of %s', (cidr, expected) => expect(withBroadcast(cidr)).toBe(expected));

  test.each([
    [V1, ['lxc.cgroup.cpu.cfs_quota_us = 150000', 'lxc.cgroup.memory.limit_in_bytes = 67108864']],
    [V2, ['lxc.cgroup2.cpu.max = 150000 100000', 'lxc.cgroup2.memory.max = 67108864']],
  ])('limits for the hierarchy that the host has (%#)', (host, lines) => {
    const text = withAttributes('', { vcpus: 1.5, memory_mb: 64 }, host);
    for (const line of lines) expect(text.split('\n')).toContain(line);
    expect(withAttributes(text, { vcpus: null, memory_mb: null }, host)).toBe('');
  });

  test('limits written for the other hierarchy do not count, and are replaced', () => {
    const old = withAttributes('', { vcpus: 1, memory_mb: 64 }, V1);
    expect(attributesOfConfig(old, V2)).not.toHaveProperty('vcpus');
    expect(withAttributes(old, { vcpus: 1, memory_mb: 64 }, V2)).not.toContain('lxc.cgroup.');
  });

  test('a limit that nothing can keep is refused', () => {
    expect(() => withAttributes('', { vcpus: 1 }, { cpu: null, memory: null })).toThrow(/controller cpu/);
  });

  test('hand-written memory limits with a unit are understood', () => {
    expect(attributesOfConfig('lxc.cgroup2.memory.max = 512M', V2)).toMatchObject({ memory_mb: 512 });
    expect(attributesOfConfig('lxc.cgroup2.memory.max = max', V2)).not.toHaveProperty('memory_mb');
  });

  test('law: what is written is read back', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    const octet = fc.integer({ min: 0, max: 255 });
    const cidr = fc
      .tuple(octet, octet, fc.integer({ min: 8, max: 32 }))
      .map(([a, b, length]) => `10.${a}.${b}.1/${length}`);
    const network = fc.record(
      {
        name,
        port: name,
        network_type: fc.constantFrom('socket', 'veth'),
        hwaddr: fc.constantFrom('02:00:00:00:00:01', '02:00:00:00:00:ff'),
        addresses: fc.uniqueArray(cidr, { minLength: 1, maxLength: 3 }),
        gateway: fc.constantFrom('10.0.0.1', 'fd00::1'),
        mtu: fc.integer({ min: 68, max: 9000 }),
      },
      { requiredKeys: ['name', 'port', 'network_type'] },
    );
    const attributes = fc.record({
      hostname: name,
      vcpus: fc.integer({ min: 1, max: 64 }),
      memory_mb: fc.integer({ min: 16, max: 1 << 20 }),
      autostart: fc.boolean(),
      interfaces: fc.uniqueArray(network, { maxLength: 3, selector: (entry) => entry.name }),
    });
    fc.assert(
      fc.property(attributes, fc.constantFrom(V1, V2), (declared, host) => {
        const text = withAttributes(CONFIG, declared as JsonObject, host);
        const { interfaces, ...rest } = attributesOfConfig(text, host);
        const { interfaces: wanted, ...others } = declared;
        expect(rest).toEqual(others);
        const written = readInterfaces(interfaces);
        const named = readInterfaces(wanted as JsonObject[]).map((entry, index) => ({
          hwaddr: written[index]?.hwaddr,
          ...entry,
        }));
        expect(written).toEqual(named);
        expect(written.every(({ hwaddr }) => hwaddr !== undefined)).toBe(true);
        expect(withAttributes(text, { ...declared, interfaces } as JsonObject, host)).toBe(text);
      }),
      { seed: 20261128 },
    );
  });
});
