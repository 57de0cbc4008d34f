import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalAddress,
  canonicalCidr,
  canonicalDestination,
  parseCidr,
} from '../../../src/model/address.ts';
import { addressId, routeId } from '../../../src/model/ids.ts';

describe('canonical addresses', () => {
  test.each([
    ['10.0.0.1/16', '10.0.0.1/16'],
    ['10.0.0.1', '10.0.0.1/32'],
    ['2001:DB8:0:0::1/64', '2001:db8::1/64'],
    ['::1', '::1/128'],
    ['2001:db8:0:1:1:1:1:1/128', '2001:db8:0:1:1:1:1:1/128'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalCidr(text)).toBe(canonical);
    expect(canonicalCidr(canonical)).toBe(canonical);
  });

  test.each([
    '',
    'x',
    '10.1',
    '010.0.0.1',
    '10.0.0.1/33',
    '::1/129',
    'fe80::1%eth0',
    '1::2::3',
    '[::1]',
    ' ::1',
  ])('%j is none', (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(() => canonicalCidr(text)).toThrowError(/is not an IP address/);
  });

  test('are the same however an IPv6 address is written', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
        const long = groups.map((group) => group.toString(16).toUpperCase().padStart(4, '0')).join(':');
        const short = canonicalAddress(long);
        expect(canonicalAddress(short)).toBe(short);
        expect(short).toBe(new URL(`http://[${long}]`).hostname.slice(1, -1));
      }),
    );
  });
});

describe('destinations of routes', () => {
  test.each([
    ['default', undefined, 'default'],
    ['default', '10.0.0.1', 'default'],
    ['default', 'fe80::1', '::/0'],
    ['0.0.0.0/0', undefined, 'default'],
    ['::/0', undefined, '::/0'],
    ['10.0.0.1', undefined, '10.0.0.1/32'],
    ['2001:DB8::/32', undefined, '2001:db8::/32'],
  ])('%s via %s is %s', (to, via, canonical) => {
    expect(canonicalDestination(to, via)).toBe(canonical);
  });

  test('have no bits behind the prefix', () => {
    expect(() => canonicalDestination('10.0.0.1/24')).toThrowError(/10\.0\.0\.0\/24/);
  });
});

describe('ids', () => {
  test.each<[string | number, string, number | undefined, string]>([
    ['main', '0.0.0.0/0', undefined, 'route/main/default'],
    [254, 'default', 0, 'route/main/default'],
    [255, '10.0.0.0/8', 5, 'route/local/10.0.0.0/8/5'],
    ['100', '2001:db8::/64', undefined, 'route/100/2001:db8::/64'],
    [100, '2001:db8::/64', 1024, 'route/100/2001:db8::/64'],
    [100, '10.0.0.0/8', 1024, 'route/100/10.0.0.0/8/1024'],
    ['main', '::/0', 7, 'route/main/::/0/7'],
  ])('of a route in %s to %s with metric %s: %s', (table, to, metric, id) => {
    expect(routeId(table, to, metric)).toBe(id);
  });

  test('of an address holds its canonical text', () => {
    expect(addressId('br0', '2001:DB8::0:1/64')).toBe('address/br0/2001:db8::1/64');
  });
});
