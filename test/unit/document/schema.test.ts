// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of topologies are among what is tested
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const schema = JSON.parse(readFileSync('schemas/topology.schema.json', 'utf8'));

/** Every schema under `properties`, with its path. */
function propertiesOf(node: unknown, path: string): [path: string, property: { description?: string }][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const here = key === 'properties' ? Object.entries(value as object) : [];
    return [
      ...here.map(([name, property]) => [`${path}/${name}`, property] as [string, { description?: string }]),
      ...propertiesOf(value, `${path}/${key}`),
    ];
  });
}

test('every property has a description', () => {
  const properties = propertiesOf(schema, '');
  expect(properties.length).toBeGreaterThan(80);
  expect(properties.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
});

test('editors take a document with variables in typed places', () => {
  const validate = new Ajv2020({ allowUnionTypes: true, strictTypes: false }).compile(schema);
  for (const file of ['privacy-router', 'minimal', 'vlans', 'veth']) {
    expect([file, validate(parse(readFileSync(`topologies/${file}.yaml`, 'utf8'))), validate.errors]).toEqual(
      [file, true, null],
    );
  }
  const document = {
    version: 1,
    name: 'x',
    ports: { p: { bridge: 'b', tag: '${tag}', optional: '${flag}' } },
  };
  expect(validate(document)).toBe(true);
  expect(validate({ ...document, ports: { p: { bridge: 'b', tag: 'tag' } } })).toBe(false);
});
