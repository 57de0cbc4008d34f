import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortTopologically } from '../../../src/graph/order.ts';
import { runSteps, type StepRunner } from '../../../src/graph/run-steps.ts';
import type { Step } from '../../../src/model/plan.ts';
import type { PluginName } from '../../../src/model/resource.ts';

function step(key: string, plugin: PluginName, after: string[] = []): Step {
  return {
    key,
    id: key,
    plugin,
    operation: 'create',
    owner: 'net',
    attributes: {},
    fields: [],
    live: null,
    desired: null,
    restart: false,
    deleteData: false,
    after,
  };
}

function runner(batches: string[][], parts: Partial<StepRunner> = {}): StepRunner {
  return {
    rulesOf: (plugin) => ({ orderedBatches: plugin !== 'lxc', concurrentBatches: 1 }),
    runBatch: async (_plugin, steps) => {
      batches.push(steps.map(({ key }) => key));
      return true;
    },
    stopped: () => false,
    ...parts,
  };
}

describe('order', () => {
  test('every node comes after what it needs', () => {
    const graphs = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(graphs, (lists) => {
        const nodes = lists.map((_, index) => String(index));
        // Edges to lower numbers only: no cycle.
        const needs = (node: string): string[] =>
          (lists[Number(node)] ?? []).filter((other) => other < Number(node)).map(String);
        const order = sortTopologically(nodes, needs);
        expect([...order].sort()).toEqual([...nodes].sort());
        for (const node of nodes) {
          for (const other of needs(node)) expect(order.indexOf(other)).toBeLessThan(order.indexOf(node));
        }
      }),
    );
  });

  test('a cycle is named', () => {
    const needs: Record<string, string[]> = { a: ['b'], b: ['c'], c: ['b'] };
    expect(() => sortTopologically(['a', 'b', 'c'], (node) => needs[node] ?? [])).toThrow('b -> c -> b');
  });
});

describe('running', () => {
  test('steps of one plugin that only need each other are one batch', async () => {
    const batches: string[][] = [];
    await runSteps([step('bridge', 'ovs'), step('port', 'ovs', ['bridge'])], runner(batches));
    expect(batches).toEqual([['bridge', 'port']]);
  });

  test('without ordered batches each waits for the other', async () => {
    const batches: string[][] = [];
    await runSteps([step('a', 'lxc'), step('b', 'lxc', ['a'])], runner(batches));
    expect(batches).toEqual([['a'], ['b']]);
  });

  test('a step waits for another plugin', async () => {
    const batches: string[][] = [];
    const steps = [step('flow', 'openflow', ['port']), step('port', 'ovs')];
    await runSteps(steps, runner(batches));
    expect(batches).toEqual([['port'], ['flow']]);
  });

  test('after a failure nothing new starts, and what never started is named', async () => {
    const batches: string[][] = [];
    const failing = runner(batches, { runBatch: async () => false });
    const left = await runSteps([step('a', 'ovs'), step('b', 'lxc', ['a'])], failing);
    expect(left).toEqual(['b']);
  });

  test('asked to stop, it starts nothing more', async () => {
    const left = await runSteps([step('a', 'ovs')], runner([], { stopped: () => true }));
    expect(left).toEqual(['a']);
  });
});
