import { afterEach, describe, expect, test, vi } from 'vitest';
import { normalizePlainly } from '../../../src/compile/plain-flows.ts';
import { HEAD, load, mistakesOf } from '../document/documents.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('flows on a machine without ovs-ofctl', () => {
  test.each([
    ['nw_dst=1.2.3.4', /nw_dst needs ip/],
    ['in_port=1,tp_dst=80', /tp_dst needs tcp/],
    ['ip,tcp_dst=80', /tcp_dst needs tcp/],
    ['arp_tpa=1.2.3.4', /arp_tpa needs arp/],
    ['ip,ipv6_dst=::1', /ipv6_dst needs ipv6/],
    ['ip6,tcp', /contradict/],
    ['cookie=0x2á', /cookie is not a number from 0 to 4294967295/],
    ['cookie=0x100000000', /cookie is not a number/],
    ['table=255', /table is not a number from 0 to 254/],
    ['priority=high', /priority is not a number from 0 to 65535/],
    ['idle_timeout=-1', /idle_timeout is not a number/],
  ])('%s is refused', (match, message) => {
    const answer = normalizePlainly({ text: `${match} actions=drop` });
    expect(answer).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  test.each([
    '',
    'in_port=p1',
    'ip,nw_dst=1.2.3.4',
    'tcp6,tp_dst=80,ipv6_dst=::1',
    'dl_type=0x800,nw_dst=1.2.3.4',
    'arp,arp_tpa=1.2.3.4',
  ])('%j is taken', (match) => {
    expect(normalizePlainly({ text: `${match} actions=drop` }).ok).toBe(true);
  });

  test('the same fields in another order are one identity', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    const flows =
      '  - { bridge: b, match: "ip,in_port=1", actions: drop }\n  - { bridge: b, match: "in_port=1,ip", actions: drop }';
    expect(await mistakesOf(`${HEAD}bridges: { b: {} }\nflows:\n${flows}`)).toEqual([
      expect.stringMatching(/^6:5: two flows of one identity .* the other in line 5/),
    ]);
  });

  test('an unknown port is told, a register is none', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    const flow = (actions: string): string =>
      `${HEAD}bridges: { b: {} }\nflows: [{ bridge: b, actions: "${actions}" }]`;
    expect(await mistakesOf(flow('output:p1'))).toEqual(['4:9: unknown port p1 on bridge b']);
    await expect(load({}, flow('output:reg0,NORMAL'))).resolves.toMatchObject({ name: 'test' });
  });
});
