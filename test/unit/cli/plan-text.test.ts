import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { planText } from '../../../src/cli/render/plan-text.ts';
import { makePlan } from '../../../src/pipeline/plan.ts';
import { declared, live, planInput } from '../pipeline/objects.ts';

const plain = pc.createColors(false);

describe('a plan as text', () => {
  test('groups by layer, shows old and new, says why, and sums up', () => {
    const plan = makePlan(
      planInput({
        desired: [
          declared('bridge/br0', { tag: 1 }),
          declared('port/p1', { tag: 20, external_ids: { a: 'b' } }, ['bridge/br0']),
          declared('container/c', { hostname: 'new', interfaces: [{ name: 'eth0', port: 'p1' }] }),
        ],
        live: [
          live('port/p1', { attributes: { tag: 10, external_ids: { a: 'b' } } }),
          live('port/old'),
          live('bridge/br0', { attributes: { tag: 1 } }),
          live('port/theirs', { owner: null, parent: 'bridge/br0' }),
        ],
      }),
    );
    expect(planText(plan, plain)).toBe(`Open vSwitch
  ~ port/p1  tag differs
      tag: 10 → 20
  - port/old  no longer declared

Containers
  + container/c
      hostname:   new
      interfaces:
        { name: eth0, port: p1 }

Unmanaged, left alone
    port/theirs

Plan: 1 to create, 1 to update, 1 to delete.`);
  });

  test('nothing to do is one line', () => {
    expect(planText(makePlan(planInput({})), plain)).toBe('net: nothing to do, the host is as declared.');
  });

  test('conflicts stand with their place', () => {
    const plan = makePlan(
      planInput({ desired: [declared('bridge/br0')], live: [live('bridge/br0', { owner: 'x' })] }),
    );
    expect(planText(plan, plain)).toContain('! t.yaml:7:3: bridge/br0 belongs to topology x');
  });
});
