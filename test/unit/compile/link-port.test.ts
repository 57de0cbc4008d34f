import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTopology } from '../../../src/compile/index.ts';

/** Compiles a veth `va` that is also a port, each with the given fields in flow style. */
async function compile(link: string, port: string) {
  const directory = mkdtempSync(join(tmpdir(), 'optopo-link-port-'));
  try {
    const file = join(directory, 'both.yaml');
    const lines = [
      ...['version: 1', 'name: both', 'bridges: { br0: {} }', 'links:'],
      ...[`  va: { kind: veth, peer: vb${link} }`, 'ports:', `  up0: { bridge: br0, interface: va${port} }`],
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { resources } = await loadTopology([file], { set: {} });
    return resources.find(({ id }) => id === 'link/va')?.attributes;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('a link that is also a port', () => {
  test.each([
    { link: '', port: ', mtu: 1300, state: down', expected: { mtu: 1300, state: 'down' } },
    { link: '', port: ', mtu_request: 1300', expected: { mtu: 1300, state: 'up' } },
    { link: ', mtu: 1400, state: down', port: '', expected: { mtu: 1400, state: 'down' } },
    { link: ', mtu: 1400', port: ', mtu: 1400', expected: { mtu: 1400, state: 'up' } },
  ])('has the MTU and the state that either declares: [$link] [$port]', async ({ link, port, expected }) => {
    expect(await compile(link, port)).toMatchObject(expected);
  });

  test.each([
    { link: ', mtu: 1400', port: ', mtu: 1300', what: 'mtu' },
    { link: ', state: up', port: ', state: down', what: 'state' },
  ])('cannot have two of one: $what', async ({ link, port, what }) => {
    await expect(compile(link, port)).rejects.toMatchObject({
      diagnostics: [{ line: 5, message: expect.stringContaining(`a device has one ${what}`) }],
    });
  });
});
