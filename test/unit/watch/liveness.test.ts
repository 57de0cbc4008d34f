import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Liveness } from '../../../src/watch/endpoints/liveness.ts';
import { beginActivity, publishActivity, RECONCILE } from '../../../src/wire/activity.ts';
import { FakeDaemon } from '../../support/fake-daemon.ts';

const MINUTE = 60_000;

describe('whether the daemon gets on', () => {
  let daemon: FakeDaemon;
  let clock: number;
  let liveness: Liveness;

  beforeEach(() => {
    daemon = new FakeDaemon();
    clock = 0;
    liveness = new Liveness(daemon, () => clock);
  });
  afterEach(() => liveness.stop());

  const queue = (queueDepth: number): void => {
    daemon.current = { ...daemon.current, queueDepth };
  };

  test('with nothing to do it does, however long', () => {
    clock = 1_000 * MINUTE;
    expect(liveness.problem()).toBeUndefined();
  });

  test('with work that nothing comes of for 20 minutes it does not, until something does', () => {
    queue(2);
    clock = 19 * MINUTE;
    expect(liveness.problem()).toBeUndefined();
    clock = 20 * MINUTE;
    expect(liveness.problem()).toBe(
      '2 topologies wait for a reconcile, and nothing has come of it for 1200 s',
    );
    daemon.say();
    expect(liveness.problem()).toBeUndefined();
  });

  test('a command of a reconcile is progress, any other is none', () => {
    queue(1);
    clock = 15 * MINUTE;
    publishActivity('git fetch', beginActivity(), 'exit 0');
    clock = 21 * MINUTE;
    expect(liveness.problem()).toBeDefined();
    RECONCILE.run('r1', () => publishActivity('lxc-create', beginActivity(), 'exit 0'));
    expect(liveness.problem()).toBeUndefined();
  });
});
