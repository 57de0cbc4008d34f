import { expect, test } from 'vitest';
import { OptopoError } from '../../../src/model/error.ts';
import { keepRunning, type Start } from '../../../src/wire/keep-running.ts';
import { waitFor } from '../../support/wait.ts';

/** Something to keep running: each entry of `starts` says how one start goes; those after them go well. */
function something(starts: ('ends' | 'ends and fails' | Error)[] = []) {
  const told: (string | null)[] = [];
  const stops: number[] = [];
  let started = 0;
  let changes = 0;
  let end: (error: OptopoError) => void = () => undefined;
  const start: Start = async (_signal, onEnd) => {
    const how = starts[started];
    const number = ++started;
    if (how instanceof Error) throw how;
    end = onEnd;
    if (how !== undefined) onEnd(lost('ended at once'));
    if (how === 'ends and fails') throw lost('it did not come up');
    return { stop: async () => void stops.push(number) };
  };
  const options = {
    signal: new AbortController().signal,
    onSource: (problem: string | null) => told.push(problem),
    onChange: () => (changes += 1),
  };
  return {
    ...{ told, stops, run: () => keepRunning(start, options), end: (error: OptopoError) => end(error) },
    ...{ started: () => started, changes: () => changes },
  };
}

const lost = (message: string): OptopoError => new OptopoError('connection-lost', message);
const until = (told: () => boolean, what: string) => waitFor(async () => told(), { what });

test('what ends is started again: its loss and its return are told, and are changes', async () => {
  const it = something();
  const stop = await it.run();
  expect(it.changes()).toBe(0);
  it.end(lost('gone'));
  await until(() => it.started() === 2 && it.told.length === 2, 'its return');
  expect(it.told).toEqual(['gone', null]);
  expect(it.changes()).toBe(2);
  it.end(lost('gone again'));
  await until(() => it.told.length === 4, 'its second return');
  await stop();
  expect(it.stops).toEqual([3]);
  expect(it.told).toEqual(['gone', null, 'gone again', null]);
});

test('a first start that fails is thrown, and nothing is started again', async () => {
  const it = something([lost('nobody there')]);
  await expect(it.run()).rejects.toThrow('nobody there');
  expect(it.started()).toBe(1);
  expect(it.told).toEqual([]);
});

test('a first start that ends before it fails leaves nothing behind that starts it again', async () => {
  const it = something(['ends and fails']);
  await expect(it.run()).rejects.toThrow('it did not come up');
  const other = something(['ends']);
  const stop = await other.run();
  await until(() => other.started() === 2, 'the other one, which waits as long, to be started again');
  expect(it.started()).toBe(1);
  expect(it.told).toEqual([]);
  await stop();
});

test('what ends while it starts is not called back', async () => {
  const it = something(['ends', 'ends']);
  const stop = await it.run();
  await until(() => it.told.length === 2, 'its return');
  expect(it.started()).toBe(3);
  expect(it.told).toEqual(['ended at once', null]);
  await stop();
  expect(it.stops).toEqual([3]);
});

test('failures while it is lost are not told again, but a fault of our own is', async () => {
  const it = something([
    'ends',
    lost('refused'),
    new TypeError('x is no function'),
    new TypeError('x is no function'),
  ]);
  const stop = await it.run();
  await until(() => it.told.at(-1) === null, 'its return');
  expect(it.told).toEqual(['ended at once', 'x is no function', null]);
  await stop();
});

test('it can be stopped while it waits to start again', async () => {
  const it = something(['ends', lost('refused'), lost('refused'), lost('refused'), lost('refused')]);
  const stop = await it.run();
  await until(() => it.started() > 2, 'some tries');
  await stop();
  expect(it.stops).toEqual([1]);
});
