import { describe, expect, test } from 'vitest';
import { OptopoError } from '../../../src/model/error.ts';
import type { Step, StepOperation } from '../../../src/model/plan.ts';
import { planBatch } from '../../../src/plugins/netlink/batch-lines.ts';
import { outcomeOfFailure, outcomeOfSuccess } from '../../../src/plugins/netlink/batch-outcome.ts';
import { hostStateOf } from '../../../src/plugins/netlink/host-state.ts';
import { orderSteps } from '../../../src/plugins/netlink/order-steps.ts';
import { IpBatchError } from '../../../src/wire/ip/write-batch.ts';
import { declareNet, netStep } from '../../support/kernel-host.ts';
import { kernelAddress, kernelLink, kernelRoute, network } from './kernel-fixtures.ts';

const address = (operation: StepOperation, cidr: string, more: Partial<Step> = {}): Step =>
  netStep(operation, declareNet(`address/d0/${cidr}`, { dev: 'd0', address: cidr }), more);
const link = (operation: StepOperation, name: string, attributes = {}, more: Partial<Step> = {}): Step =>
  netStep(operation, declareNet(`link/${name}`, { kind: 'ifb', ...attributes }), more);
const route = (operation: StepOperation, to: string, attributes = {}): Step =>
  netStep(operation, declareNet(`route/main/${to}`, { to, table: 'main', ...attributes }));

const linesFor = (steps: Step[], host = network()): string[] =>
  planBatch(steps, host).lines.map(({ tokens }) => tokens.join(' '));

describe('the order of a batch', () => {
  test('is routes, links, new addresses, old addresses, new routes where the plan leaves it open', () => {
    const steps = [
      route('create', '10.1.0.0/16'),
      address('delete', '10.0.0.1/24'),
      address('create', '10.0.0.1/16'),
      link('create', 'd0'),
      link('delete', 'd1'),
      route('delete', '10.2.0.0/16'),
    ];
    expect(orderSteps(steps).map(({ key }) => key)).toEqual([
      'delete:route/main/10.2.0.0/16',
      'delete:link/d1',
      'create:link/d0',
      'create:address/d0/10.0.0.1/16',
      'delete:address/d0/10.0.0.1/24',
      'create:route/main/10.1.0.0/16',
    ]);
  });

  test('keeps each step after what it needs', () => {
    const removal = address('delete', '10.0.0.1/24');
    const gone = link('delete', 'd0', {}, { after: [removal.key] });
    const made = link('create', 'd0', {}, { after: [gone.key, 'create:port/elsewhere'] });
    const again = address('create', '10.0.0.1/24', { after: [made.key] });
    const steps = [again, made, gone, removal];
    expect(orderSteps(steps)).toEqual([removal, gone, made, again]);
  });
});

describe('the lines of a batch', () => {
  test('delete only what is there', () => {
    const steps = [address('delete', '10.0.0.1/24'), link('delete', 'd1'), route('delete', '10.1.0.0/16')];
    expect(linesFor(steps)).toEqual([]);
  });

  test('name everything about a route that is deleted', () => {
    const found = kernelRoute('2001:db8::/32', { via: 'fe80::1', dev: 'd0' });
    expect(linesFor([route('delete', '2001:db8::/32')], network({ routes: [found] }))).toEqual([
      'route delete to 2001:db8::/32 via fe80::1 dev d0 metric 1024 table main proto 79',
    ]);
  });

  test('never delete a route that is not marked as ours', () => {
    const foreign = kernelRoute('10.1.0.0/16', { dev: 'd0', protocol: 3 });
    expect(linesFor([route('delete', '10.1.0.0/16')], network({ routes: [foreign] }))).toEqual([]);
  });

  test('know that both ends of a pair, and what stands on them, go together', () => {
    const links = [
      kernelLink('d0', { kind: 'veth', link: 'd1' }),
      kernelLink('d1', { kind: 'veth', link: 'd0' }),
    ];
    const host = network({ links, addresses: [kernelAddress('d0', '10.0.0.1/24')] });
    const steps = [link('delete', 'd1'), link('delete', 'd0'), address('delete', '10.0.0.1/24')];
    expect(linesFor(steps, host)).toEqual(['link delete dev d1']);
  });

  test('make a pair once when both ends are declared', () => {
    const steps = [
      link('create', 'd0', { kind: 'veth', peer: 'd1' }),
      link('create', 'd1', { kind: 'veth', peer: 'd0', mtu: 1400 }),
    ];
    expect(linesFor(steps)).toEqual(['link add name d0 type veth peer name d1', 'link set dev d1 mtu 1400']);
  });

  test('delete many links as a group that nobody uses', () => {
    const names = ['d1', 'd2', 'd3', 'd4'];
    const links = [kernelLink('other', { group: 0x6f70746f }), ...names.map((name) => kernelLink(name))];
    const steps = names.map((name) => link('delete', name));
    const group = 0x6f70746f + 1;
    expect(linesFor(steps, network({ links }))).toEqual([
      ...names.map((name) => `link set dev ${name} group ${group}`),
      `link delete group ${group}`,
    ]);
  });

  test('promote secondaries only where a primary address leaves some', () => {
    const addresses = [
      kernelAddress('d0', '10.0.0.1/24'),
      kernelAddress('d0', '10.0.0.2/24', { secondary: true }),
      kernelAddress('d0', '10.0.1.1/24'),
    ];
    const promoted = (cidr: string): string[] => [
      ...planBatch([address('delete', cidr)], network({ addresses })).promote,
    ];
    expect(promoted('10.0.0.1/24')).toEqual(['d0']);
    expect(promoted('10.0.0.2/24')).toEqual([]);
    expect(promoted('10.0.1.1/24')).toEqual([]);
  });

  test('end before a step whose words ip cannot take', () => {
    const steps = [link('create', 'd0'), link('create', 'd 1'), link('create', 'd2')];
    const plan = planBatch(steps, network());
    expect(plan.lines).toHaveLength(1);
    expect(outcomeOfSuccess(steps, plan)).toMatchObject({ done: new Set([steps[0]]) });
    expect(plan.refused).toMatchObject({ step: steps[1], error: { code: 'refused' } });
  });
});

describe('what became of a failed batch', () => {
  const steps = ['10.0.0.1/32', '10.0.0.2/32', '10.0.0.3/32'].map((cidr) => address('create', cidr));
  const plan = planBatch(steps, network());
  const [first, second, third] = steps as [Step, Step, Step];

  test('is known where ip names the line', () => {
    const error = new IpBatchError(1, 'no', {});
    const outcome = outcomeOfFailure(steps, plan, error, hostStateOf(network()));
    expect(outcome).toEqual({ done: new Set([first]), failed: new Map([[second, error]]) });
  });

  test('is what can be read where nobody knows how far it came', () => {
    const error = new OptopoError('timeout', 'late');
    const host = network({
      addresses: [kernelAddress('d0', '10.0.0.1/32'), kernelAddress('d0', '10.0.0.3/32')],
    });
    const outcome = outcomeOfFailure(steps, plan, error, hostStateOf(host));
    expect(outcome).toEqual({ done: new Set([first, third]), failed: new Map([[second, error]]) });
  });

  test('leaves members of a group undone until the group is deleted', () => {
    const names = ['d1', 'd2', 'd3', 'd4'];
    const host = network({ links: names.map((name) => kernelLink(name)) });
    const deletions = names.map((name) => link('delete', name));
    const outcome = outcomeOfFailure(
      deletions,
      planBatch(deletions, host),
      new IpBatchError(2, 'no', {}),
      hostStateOf(host),
    );
    expect(outcome.done.size).toBe(0);
    expect([...outcome.failed.keys()]).toEqual([deletions[2]]);
  });
});
