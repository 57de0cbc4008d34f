import { describe, expect, test } from 'vitest';
import {
  isLoopbackHostHeader,
  parseListenAddress,
} from '../../../src/watch/endpoints/http/listen-address.ts';

describe('--listen', () => {
  test.each([
    ['127.0.0.1:9414', { host: '127.0.0.1', port: 9414, loopback: true }],
    ['127.9.9.9:1', { host: '127.9.9.9', port: 1, loopback: true }],
    ['[::1]:9414', { host: '::1', port: 9414, loopback: true }],
    ['localhost:0', { host: 'localhost', port: 0, loopback: true }],
    ['0.0.0.0:9414', { host: '0.0.0.0', port: 9414, loopback: false }],
    ['[::]:9414', { host: '::', port: 9414, loopback: false }],
    ['10.1.2.3:80', { host: '10.1.2.3', port: 80, loopback: false }],
  ])('%s', (text, address) => {
    expect(parseListenAddress(text)).toEqual(address);
  });

  test.each([
    '',
    '9414',
    ':9414',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '::1:9414',
    'example.org:1',
    '127.1:1',
  ])('refuses %j', (text) => {
    expect(() => parseListenAddress(text)).toThrow('--listen takes ADDRESS:PORT');
  });

  test('a Host header is ours only on loopback names', () => {
    expect(isLoopbackHostHeader(undefined)).toBe(false);
    expect(isLoopbackHostHeader('127.0.0.1.nip.io')).toBe(false);
    expect(isLoopbackHostHeader('[::1]:80')).toBe(true);
  });
});
