import { describe, expect, test } from 'vitest';
import { parseLink } from '../../../src/wire/ip/links.ts';
import { parseAddresses, parseRoute } from '../../../src/wire/ip/network.ts';
import { parseDocuments } from '../../../src/wire/ip/read-documents.ts';

describe('what ip -j -batch prints', () => {
  test('is one list a command, also an empty one', () => {
    expect(parseDocuments('[{"a":1},{}]\n[]\n[{"b":2}]\n', 3, 'ip')).toEqual([[{ a: 1 }], [], [{ b: 2 }]]);
  });

  const whole = '[{"ifname":"lo","ifindex":1}]\n[{"dst":"default"}]\n';
  test.each(Array.from({ length: whole.length - 1 }, (_, length) => length))(
    'cut after %i characters is an error, never a shorter answer',
    (length) => {
      expect(() => parseDocuments(whole.slice(0, length), 2, 'ip')).toThrowError(/^ip /);
    },
  );
});

describe('a link', () => {
  const veth = {
    ...{ ifindex: 10, link: 'vb', ifname: 'va', mtu: 1500, flags: ['BROADCAST', 'UP'], group: '7' },
    ...{ address: '1E:f9:22:32:5e:81', master: 'br7', altnames: ['long'], linkinfo: { info_kind: 'veth' } },
  };

  test('is read with kind, peer and master', () => {
    expect(parseLink(veth)).toEqual({
      ...{ name: 'va', ifindex: 10, up: true, flags: ['BROADCAST', 'UP'], mtu: 1500, kind: 'veth' },
      ...{ address: '1e:f9:22:32:5e:81', link: 'vb', peerIndex: null, linkNetnsid: null, master: 'br7' },
      ...{ altnames: ['long'], group: 7 },
    });
  });

  test('whose peer is elsewhere has the number of its namespace', () => {
    const { link: _, ...without } = veth;
    expect(parseLink({ ...without, link_index: 9, link_netnsid: 0 })).toMatchObject({
      link: null,
      linkNetnsid: 0,
    });
  });

  test('without a name is a protocol error', () => {
    expect(() => parseLink({ ifindex: 1, mtu: 1500 })).toThrowError(/without name/);
  });
});

test('addresses are read with their state', () => {
  const entry = { family: 'inet6', local: '2001:db8::1', prefixlen: 64, scope: '253', dadfailed: true };
  expect(parseAddresses({ ifname: 'va', addr_info: [{}, entry] })).toEqual([
    {
      ...{ dev: 'va', family: 'ipv6', address: '2001:db8::1', prefixLength: 64, scope: 253 },
      ...{ dynamic: false, tentative: false, duplicate: true, secondary: false },
    },
  ]);
});

describe('a route', () => {
  test.each([
    ['default of IPv4', { dst: 'default', gateway: '10.0.0.1' }, { family: 'ipv4', via: '10.0.0.1' }],
    ['default of IPv6', { dst: 'default', pref: 'medium', metric: 1024 }, { family: 'ipv6', metric: 1024 }],
    [
      'with a gateway of IPv6',
      { dst: '10.0.0.0/8', via: { family: 'inet6', host: 'fe80::1' } },
      { via: 'fe80::1' },
    ],
    ['in numbers', { dst: 'default', table: '100', protocol: '79' }, { table: 100, protocol: 79 }],
    ['for one TOS', { dst: 'default', tos: '0x10' }, { selective: true }],
    ['for one source', { dst: '2001:db8::/64', from: '2001:db8:1::/64' }, { selective: true }],
  ])('%s', (_, printed, expected) => {
    expect(parseRoute(printed)).toMatchObject(expected);
  });

  test('with a name where a number belongs is a protocol error', () => {
    expect(() => parseRoute({ dst: 'default', table: 'mine' })).toThrowError(/"mine" for a number/);
  });
});
