// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of topologies are what is tested
import { describe, expect, test } from 'vitest';
import { HEAD, load, mistakesOf } from './documents.ts';

async function field(vars: string, value: string, set: Record<string, string> = {}): Promise<unknown> {
  const { document } = await load(
    set,
    `${HEAD}vars: ${vars}\nbridges: { br0: { other_config: { x: ${value} } } }`,
  );
  const { bridges } = document as { bridges: { br0: { other_config: { x: unknown } } } };
  return bridges.br0.other_config.x;
}

describe('variables', () => {
  test.each([
    ['a whole value keeps its type', '{ a: 5 }', '"${a}"', 5],
    ['inside a text it is text, as it is written', '{ a: 0x10 }', '"a${a}b"', 'a0x10b'],
    ['two in one text', '{ a: x, b: true }', '"${a}-${b}"', 'x-true'],
    ['$${ is a literal', '{ a: 1 }', '"$${a} ${a}"', '${a} 1'],
    ['a variable of a variable', '{ a: "${b}", b: "${c}!", c: hi }', '"${a}"', 'hi!'],
    ['a lone dollar is text', '{ a: 1 }', '"$a $ {a}"', '$a $ {a}'],
  ])('%s', async (_, vars, value, expected) => {
    expect(await field(vars, value)).toBe(expected);
  });

  test.each([
    ['a number', '{ a: 1 }', '1400', 1400],
    ['true', '{ a: 1 }', 'true', true],
    ['null', '{ a: 1 }', 'null', null],
    ['text with YAML in it', '{ a: 1 }', 'b: c # d', 'b: c # d'],
    ['quoted text', '{ a: 1 }', '"1400"', '1400'],
    ['text where text is declared, whatever it looks like', '{ a: text }', '1400', '1400'],
    ['an empty text', '{ a: text }', '', ''],
  ])('--set gives %s', async (_, vars, given, expected) => {
    expect(await field(vars, '"${a}"', { a: given })).toBe(expected);
  });

  test('--set gives a list', async () => {
    const text = `${HEAD}vars: { a: [10.0.0.1/24] }\nbridges: { br0: { addresses: "\${a}" } }`;
    const { resources } = await load({ a: '[10.1.0.1/24, 10.2.0.1/24]' }, text);
    expect(resources.map((resource) => resource.id)).toEqual([
      'bridge/br0',
      'address/br0/10.1.0.1/24',
      'address/br0/10.2.0.1/24',
    ]);
  });

  test('a key takes variables as text', async () => {
    const { resources } = await load({}, `${HEAD}vars: { n: 7 }\nbridges: { "br\${n}": {} }`);
    expect(resources[0]?.id).toBe('bridge/br7');
  });

  test('two keys that become one are told', async () => {
    const mistakes = await mistakesOf(`${HEAD}vars: { n: 7 }\nbridges:\n  br7: {}\n  br\${n}: {}`);
    expect(mistakes).toEqual(['6:3: the key br7 is there already, in line 5']);
  });

  test('what an unknown variable would have been is not told as well', async () => {
    const mistakes = await mistakesOf(`${HEAD}vars: { tag: 1 }\nports: { p: { bridge: "\${bridge}" } }`);
    expect(mistakes).toEqual(['4:23: unknown variable bridge']);
  });

  test('a circle is named', async () => {
    const mistakes = await mistakesOf(`${HEAD}vars: { a: "x\${b}", b: "\${a}" }`);
    expect(mistakes).toEqual(['3:24: variables refer to each other in a circle: a -> b -> a']);
  });

  test('--set of what vars does not declare', async () => {
    expect(await mistakesOf(`${HEAD}vars: { template: x }`, { tempalte: 'y' })).toEqual([
      '3:1: --set tempalte: vars declares no tempalte; did you mean template?',
    ]);
  });
});
