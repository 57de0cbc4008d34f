import { expect, test } from 'vitest';
import type { DiscoverTemplate } from '../../../src/model/discover.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { DEFAULT_POLICY, type Resource } from '../../../src/model/resource.ts';
import { diffGenerations } from '../../../src/pipeline/generation-diff.ts';
import { whoApplies } from '../../../src/pipeline/record-generation.ts';
import type { Generation } from '../../../src/state/generation.ts';

function port(name: string, attributes: JsonObject): Resource {
  const source = { file: 'net.yaml', line: 1, column: 1 };
  return {
    ...{ id: `port/${name}`, kind: 'port', plugin: 'ovs', name, attributes },
    ...{ dependsOn: [], policy: DEFAULT_POLICY, source },
  };
}

const generation = (number: number, resources: Resource[]): Generation =>
  ({ topology: 'net', generation: number, resources }) as Generation;

test('two generations differ in what they declare, whatever the order of keys and lines in the file', () => {
  const before = [port('a', { tag: 1, trunks: [1, 2] }), port('b', {}), port('c', { x: { k: 1, l: 2 } })];
  const moved = { ...port('c', { x: { l: 2, k: 1 } }), source: { file: 'net.yaml', line: 9, column: 1 } };
  const after = [port('a', { trunks: [1, 3] }), moved, port('d', {})];
  expect(diffGenerations(generation(1, before), generation(2, after))).toEqual({
    ...{ topology: 'net', from: 1, to: 2, added: ['port/d'], removed: ['port/b'] },
    changed: [
      {
        id: 'port/a',
        fields: [
          { field: 'tag', before: 1, after: null },
          { field: 'trunks', before: [1, 2], after: [1, 3] },
        ],
      },
    ],
  });
});

test('an entry of discover is compared as what it gives', () => {
  const entry = (tag: number, ...select: string[]): DiscoverTemplate => ({
    ...{ name: 'web', select, networkType: 'veth', interfaceName: 'eth0', flows: [] },
    port: port('{port_name}', { bridge: 'br0', tag }),
    source: { file: 'net.yaml', line: tag, column: 1 },
  });
  const before = { ...generation(1, []), discover: [entry(1, 'web-*')] };
  const after = { ...generation(2, []), discover: [entry(2, 'web-*')] };
  expect(diffGenerations(before, after).changed).toEqual([
    { id: 'discover/web', fields: [{ field: 'tag', before: 1, after: 2 }] },
  ]);
  expect(diffGenerations(before, generation(2, []))).toMatchObject({ removed: ['discover/web'] });
});

test.each([
  [{ SUDO_USER: 'anna', USER: 'root' }, 'anna'],
  [{ SUDO_USER: '', USER: 'root' }, 'root'],
  [{}, `uid ${process.getuid?.()}`],
])('%j applies as %s', (env, by) => expect(whoApplies(env)).toBe(by));
