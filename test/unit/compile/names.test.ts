import { describe, expect, test } from 'vitest';
import { defaultPortName } from '../../../src/compile/default-port-name.ts';
import {
  containerNameProblem,
  deviceNameProblem,
  hostNameProblem,
  portNameProblem,
} from '../../../src/compile/device-names.ts';

describe('names', () => {
  test.each(['eth0', 'ovs-br0', 'a', '0100x', 'vlan.100', 'fifteen-letters', 'a_b', 'veth@x'])(
    '%s is a device',
    (name) => {
      expect(deviceNameProblem(name)).toBeNull();
    },
  );

  test.each([
    'sixteen-letters!',
    'sixteen-letters1',
    '.',
    '..',
    '-x',
    'a b',
    'a/b',
    'a:b',
    'a\n',
    'ä',
    'all',
    'default',
    'a"b',
    'a#b',
  ])('%j is none', (name) => {
    expect(deviceNameProblem(name)).not.toBeNull();
  });

  test.each([
    'all',
    'any',
    'NORMAL',
    'local',
    'Flood',
    'controller',
    'in_port',
    'none',
    'table',
    '0',
    '100',
    '0100',
  ])('a port cannot be called %s', (name) => {
    expect(portNameProblem(name)).not.toBeNull();
  });

  test.each(['100', 'a', 'web-1', 'a.b_c'])('%s is a container', (name) => {
    expect(containerNameProblem(name)).toBeNull();
  });

  test.each(['', '.a', '-a', 'a/b', '..', 'a b', 'x'.repeat(65)])('%j is none', (name) => {
    expect(containerNameProblem(name)).not.toBeNull();
  });

  test.each([
    ['web-1', true],
    ['a.example', true],
    ['-a', false],
    ['a_b', false],
    ['a..b', false],
  ])('%s as a host name: %s', (name, taken) => {
    expect(hostNameProblem(name) === null).toBe(taken);
  });
});

describe('the port of an interface that names none', () => {
  test('is called after the container, from the second one on after the interface too', () => {
    expect(defaultPortName('socket', '100', 'eth0', 0)).toEqual({ name: 'sock_100', full: undefined });
    expect(defaultPortName('veth', '100', 'eth1', 1)).toEqual({ name: 'veth_100_eth1', full: undefined });
  });

  test('is shortened to a name that stays the same and differs from its like', () => {
    const one = defaultPortName('socket', 'a-very-long-container', 'eth0', 0);
    const two = defaultPortName('socket', 'a-very-long-containes', 'eth0', 0);
    expect(one).toEqual({ name: 'sock_a-v-6338c4', full: 'sock_a-very-long-container' });
    expect(deviceNameProblem(one.name)).toBeNull();
    expect(two.name).not.toBe(one.name);
    expect(two.name.slice(0, 8)).toBe(one.name.slice(0, 8));
  });
});
