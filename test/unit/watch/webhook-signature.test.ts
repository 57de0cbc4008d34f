import { describe, expect, test } from 'vitest';
import { verifyWebhook } from '../../../src/watch/desired/webhook-signature.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const genuine = (by: string) => ({ genuine: true, by });
const refused = (reason: string) => ({ genuine: false, reason: expect.stringContaining(reason) });

describe('GitHub', () => {
  // The example of "Validating webhook deliveries" in GitHub's documentation.
  const secret = "It's a Secret to Everybody";
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const request = (sent: string, body = 'Hello, World!') => ({
    headers: { 'x-hub-signature-256': sent },
    body: bytes(body),
  });

  test('its published example is genuine', () => {
    expect(verifyWebhook(request(signature), secret)).toEqual(genuine('X-Hub-Signature-256'));
  });

  test.each([
    ['another body', request(signature, 'Hello, World?'), secret],
    ['another secret', request(signature), 'secret'],
    ['a signature without its prefix', request(signature.slice('sha256='.length)), secret],
    ['half a signature', request(signature.slice(0, 30)), secret],
    ['an empty signature', request(''), secret],
    ['SHA-1', { headers: { 'x-hub-signature': 'sha1=00' }, body: bytes('x') }, secret],
  ])('%s is not', (_, sent, key) => {
    expect(verifyWebhook(sent, key)).toMatchObject({ genuine: false });
  });

  test('the bytes count, not what they are as text', () => {
    const body = Buffer.from([0xff, 0xfe]);
    const verdict = (hex: string) =>
      verifyWebhook({ headers: { 'x-hub-signature-256': `sha256=${hex}` }, body }, 's');
    const ofBytes = 'b01c9cf3a5627911e7652326e929d690f223a2a6052bf9f827f54c5994553c70';
    const ofText = 'a12b75a6c77a8696f90b1656bbcc51f0cf65b3bbdb3385dc1d1e18a7f926bfbd';
    expect([verdict(ofBytes).genuine, verdict(ofText).genuine]).toEqual([true, false]);
  });
});

describe('GitLab', () => {
  test('its secret token is compared as it is', () => {
    const request = { headers: { 'x-gitlab-token': 'open sesame' }, body: bytes('{}') };
    expect(verifyWebhook(request, 'open sesame')).toEqual(genuine('X-Gitlab-Token'));
    expect(verifyWebhook(request, 'open sesam')).toEqual(refused('X-Gitlab-Token is not the secret'));
  });

  // The example of Svix's "Verifying webhooks manually", which Standard Webhooks describes.
  const secret = 'whsec_plJ3nmyCDGBKInavdOK15jsl';
  const signature = 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=';
  const body = '{"event_type":"ping","data":{"success":true}}';
  const at = (seconds: number): Date => new Date(seconds * 1000);
  const request = (changed: Record<string, string> = {}, text = body) => ({
    headers: {
      'webhook-id': 'msg_loFOjxBNrRLzqYUf',
      'webhook-timestamp': '1731705121',
      'webhook-signature': signature,
      ...changed,
    },
    body: bytes(text),
  });

  test('its signing token: the published example is genuine', () => {
    expect(verifyWebhook(request(), secret, at(1731705121))).toEqual(genuine('webhook-signature'));
    const several = request({ 'webhook-signature': `v1,AAAA v1a,BBBB ${signature}` });
    expect(verifyWebhook(several, secret, at(1731705121))).toEqual(genuine('webhook-signature'));
  });

  test.each([
    ['another body', request({}, `${body} `), 0, 'does not fit'],
    ['another id', request({ 'webhook-id': 'msg' }), 0, 'does not fit'],
    ['another time', request({ 'webhook-timestamp': '1731705122' }), 0, 'does not fit'],
    ['a time that is none', request({ 'webhook-timestamp': 'now' }), 0, 'no time'],
    ['a request that comes late', request(), 301, '301 s off'],
    ['a request from the future', request(), -301, '301 s off'],
    ['another version', request({ 'webhook-signature': signature.replace('v1', 'v2') }), 0, 'does not fit'],
  ])('%s is not', (_, sent, seconds, reason) => {
    expect(verifyWebhook(sent, secret, at(1731705121 + seconds))).toEqual(refused(reason));
  });

  test('a signature without its id or time proves nothing', () => {
    const { 'webhook-signature': only } = request().headers;
    const sent = { headers: { 'webhook-signature': only }, body: bytes(body) };
    expect(verifyWebhook(sent, secret)).toEqual(refused('missing'));
  });

  test('with both kinds of token, one that is right is enough', () => {
    const both = request({ 'x-gitlab-token': 'plain' });
    expect(verifyWebhook(both, 'plain')).toEqual(genuine('X-Gitlab-Token'));
    expect(verifyWebhook(both, 'other')).toEqual(refused('; '));
  });
});

test('nothing to go by, and an empty secret, are refused', () => {
  expect(verifyWebhook({ headers: {}, body: bytes('') }, 'secret')).toEqual(refused('it has none of'));
  const empty = { headers: { 'x-gitlab-token': '' }, body: bytes('') };
  expect(verifyWebhook(empty, '')).toEqual(refused('no secret is set'));
});
