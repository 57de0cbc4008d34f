import { describe, expect, test } from 'vitest';
import { HEAD, load } from './documents.ts';

const BASE = `${HEAD}bridges: { br0: { mtu: 1500, external_ids: { a: x, b: y } } }
ports: { p1: { bridge: br0, type: internal, trunks: [1, 2], tag: 3 } }
`;

async function merged(over: string): Promise<Record<string, unknown>> {
  return (await load({}, BASE, over)).document;
}

describe('several files', () => {
  test('maps merge by key, at every level', async () => {
    expect(await merged('bridges: { br0: { external_ids: { b: z, c: w } }, br1: {} }')).toMatchObject({
      bridges: { br0: { mtu: 1500, external_ids: { a: 'x', b: 'z', c: 'w' } }, br1: {} },
    });
  });

  test('lists are replaced', async () => {
    expect(await merged('ports: { p1: { trunks: [7] } }')).toMatchObject({
      ports: { p1: { trunks: [7], tag: 3 } },
    });
  });

  test('null takes out a named object', async () => {
    expect((await merged('ports: { p1: null }')).ports).toEqual({});
  });

  test("a field's null stays", async () => {
    expect(await merged('ports: { p1: { tag: null } }')).toMatchObject({ ports: { p1: { tag: null } } });
  });

  test('an object that was taken out can be declared anew', async () => {
    const { document } = await load({}, BASE, 'ports: { p1: null }', 'ports: { p1: { bridge: br0 } }');
    expect(document.ports).toEqual({ p1: { bridge: 'br0' } });
  });

  test('an interface of a container is taken out', async () => {
    const container =
      'containers: { c: { template: busybox, interfaces: { eth0: { bridge: br0 }, eth1: { bridge: br0 } } } }';
    const { resources } = await load(
      {},
      `${BASE}${container}`,
      'containers: { c: { interfaces: { eth1: null } } }',
    );
    expect(resources.map((resource) => resource.id)).toEqual([
      'bridge/br0',
      'port/p1',
      'port/sock_c',
      'container/c',
    ]);
  });

  test('null for what no file declares is a remark', async () => {
    const { warnings } = await load({}, BASE, 'ports: { p9: null }');
    expect(warnings.map((warning) => warning.message)).toEqual([
      'no earlier file declares p9, so null takes out nothing',
    ]);
  });

  test('a mistake is told at its own file', async () => {
    await expect(load({}, BASE, '\nports: { p1: { tag: 5000 } }')).rejects.toMatchObject({
      diagnostics: [{ file: expect.stringMatching(/1\.yaml$/), line: 2, column: 21 }],
    });
  });

  test('the hash is that of the content, not of its order or its comments', async () => {
    const one = await load({}, `${HEAD}bridges: { a: {}, b: { mtu: 1500 } }`);
    const two = await load({}, `# x\nname: test\nversion: 1\nbridges: { b: { mtu: 1500 }, a: {} }`);
    const three = await load({}, `${HEAD}bridges: { a: {}, b: { mtu: 1501 } }`);
    expect(two.hash).toBe(one.hash);
    expect(three.hash).not.toBe(one.hash);
  });
});
