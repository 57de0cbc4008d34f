// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of topologies are among what is tested
import type { Random } from './random.ts';

const LONG = 200_000;
const DEEP = 5_000;

function aliasBomb(levels: number): string {
  const level = (n: number): string =>
    `  a${n}: &a${n} [${Array(9)
      .fill(n === 0 ? 'x' : `*a${n - 1}`)
      .join(', ')}]\n`;
  return `bomb:\n${Array.from({ length: levels }, (_, n) => level(n)).join('')}`;
}

/** Texts that are put in anywhere: what YAML, variables, flows and JavaScript give a meaning to. */
const FRAGMENTS: readonly (() => string)[] = [
  ...['{', '}', '[', ']', '{}', '[]', ': ', ':', '- ', '? ', '\n', '\r', '\r\n', '  ', '"', "'", '`'],
  ...['${', '${template}', '${each}', '$${', '${}', '&a ', '*a', '!', '!!', '|', '>-\n', '\t', '\n\t', '#'],
  ...['0x', '~', ',', '@', '%YAML 1.1\n', '---\n', '...\n', '<<: *a\n', '<<: {}\n', '&x &y ', '*x', '=', '/'],
  ...[
    '!!binary "aGk="',
    '!!set {a}',
    '!!timestamp 2001-01-01',
    '!!js/function x',
    '!!float ',
    '!!int ',
    '!<x>',
  ],
  ...['\0', '\u0007', '\u001b[31m', '\u007f', '\uFEFF', '\uD800', '\uDFFF', '\u2028', '\u202E', '💥', 'é'],
  ...['__proto__: x\n', 'constructor: 1\n', 'toString: 1\n', 'hasOwnProperty: {}\n', 'version: 1\n'],
  ...[
    'actions=drop\n',
    'in_port=1,',
    'learn(',
    ')))',
    '((',
    'ct(commit,exec(',
    'resubmit(,',
    '->',
    'NXM_OF_ETH',
  ],
  ...[
    'bridges:\n  x: {}\n',
    'for_each: "1..99999999"\n',
    'external: true\n',
    'file: ',
    'vars: { a: "${a}" }\n',
  ],
].map((text) => () => text);

const LARGE_FRAGMENTS: readonly (() => string)[] = [
  () => 'x'.repeat(LONG),
  () => '['.repeat(DEEP),
  () => '{a: '.repeat(DEEP),
  () => '- '.repeat(DEEP),
  () => '"'.repeat(DEEP),
  () => `${'('.repeat(DEEP)}`,
  () => '${a'.repeat(DEEP),
  () => '\n'.repeat(LONG),
  () => ' '.repeat(LONG),
  () => `\n${aliasBomb(10)}`,
  () => `[${'1,'.repeat(20_000)}]`,
];

/** Small ones nearly always: a large one costs its time. */
export function nastyText(random: Random): string {
  return random.below(40) === 0 ? random.pick(LARGE_FRAGMENTS)() : random.pick(FRAGMENTS)();
}

const VALUES: readonly unknown[] = [
  ...[null, true, false, '', ' ', [], {}, [null], [[]], [{}], { '': '' }, { a: { b: { c: [1] } } }],
  ...[
    0,
    -0,
    -1,
    1,
    0.5,
    1e308,
    -1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    2 ** 64,
  ],
  ...[
    '0',
    '00',
    '0100',
    '-1',
    '1e3',
    '0x7fffffff',
    '99999999999999999999999',
    'NaN',
    '.inf',
    'null',
    'yes',
    '~',
  ],
  ...[
    'x',
    '-',
    '--',
    '-x',
    '.',
    '..',
    '../..',
    '/',
    '/dev/zero',
    '/proc/self/mem',
    'a/b',
    'a b',
    'a\tb',
    'a\nb',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'prototype',
    'all',
    'any',
    'normal',
    'local',
    'table',
    'in_port',
  ],
  ...[
    '${template}',
    '${nosuch}',
    '${',
    '$${x}',
    '${a}${b}',
    '${each}',
    '%s%n',
    '\u202Ex',
    '\uFEFF',
    'x\0y',
    '\uD800',
  ],
  ...[
    '10.0.0.1/24',
    '10.0.0.1/33',
    '10.0.0.1',
    '010.0.0.1/8',
    '::1/128',
    'fe80::1%eth0/64',
    '::/0',
    '256.1.1.1/8',
  ],
  ...[
    '0.0.0.0/0',
    'default',
    '02:00:00:00:00:01',
    '02:00:00:00:00',
    'ff:ff:ff:ff:ff:ff',
    'ovs-br0',
    'eth0',
    'lo',
  ],
  ...[
    'actions=drop',
    'drop,drop',
    'output:ovs-br0',
    'output:65536',
    'output:-1',
    'group:1',
    'meter:0',
    'learn()',
  ],
  ...[
    'nw_dst=10.0.0.1',
    'ip,ip',
    'tcp,tp_dst=99999',
    'reg0=0x1/0x0',
    'dl_vlan=5000',
    'in_port=ovs-br0,ip6',
    'ct(',
  ],
  ...[
    'set_field:1->reg0',
    'resubmit(,255)',
    'note:',
    'bundle(',
    'conjunction(1,1/2)',
    'cookie=0xffffffffffffffff',
  ],
  ...['a'.repeat(16), 'a'.repeat(41), 'x'.repeat(5_000), Array(500).fill('x'), Array(50).fill({ a: 1 })],
];

/** A value of any type to put in the place of another. */
export function nastyValue(random: Random): unknown {
  return random.pick(VALUES);
}
