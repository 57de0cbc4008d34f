import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Liveness } from '../../../src/watch/endpoints/liveness.ts';
import { SystemdNotifier, takeSystemdEnvironment } from '../../../src/watch/service/notify.ts';
import {
  reportToSystemd,
  type SystemdReport,
  statusLine,
} from '../../../src/watch/service/report-to-systemd.ts';
import { FakeDaemon, watchedTopology } from '../../support/fake-daemon.ts';
import { waitFor } from '../../support/wait.ts';

const directory = mkdtempSync(join(tmpdir(), 'optopo-systemd-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe("systemd's environment", () => {
  test('is taken out, so that children do not see it', () => {
    const env = {
      NOTIFY_SOCKET: '/run/x',
      WATCHDOG_USEC: '60000000',
      WATCHDOG_PID: String(process.pid),
      A: 'b',
    };
    expect(takeSystemdEnvironment(env)).toEqual({ socket: '/run/x', watchdogMs: 60_000 });
    expect(env).toEqual({ A: 'b' });
  });

  test.each([
    [{}, undefined],
    [{ WATCHDOG_USEC: '60000000' }, undefined],
    [{ NOTIFY_SOCKET: '@x' }, { socket: '@x', watchdogMs: undefined }],
    [
      { NOTIFY_SOCKET: '/x', WATCHDOG_USEC: '1000', WATCHDOG_PID: '1' },
      { socket: '/x', watchdogMs: undefined },
    ],
    [
      { NOTIFY_SOCKET: '/x', WATCHDOG_USEC: '0' },
      { socket: '/x', watchdogMs: undefined },
    ],
  ])('%j gives %j', (env, expected) => {
    expect(takeSystemdEnvironment({ ...env })).toEqual(expected);
  });
});

describe('what systemd is told', () => {
  const socket = join(directory, 'said');
  const path = process.env.PATH;
  let daemon: FakeDaemon;
  let clock: number;
  let liveness: Liveness;
  let report: SystemdReport;
  const warned: string[] = [];

  beforeEach(() => {
    // In place of the real one: it writes down what it is given, where the socket would be.
    const program = join(directory, 'systemd-notify');
    writeFileSync(program, '#!/bin/sh\nfor one in "$@"; do echo "$one"; done >> "$NOTIFY_SOCKET"\n');
    chmodSync(program, 0o755);
    process.env.PATH = `${directory}${delimiter}${path}`;
    writeFileSync(socket, '');
    daemon = new FakeDaemon();
    clock = 0;
    liveness = new Liveness(daemon, () => clock);
  });
  afterEach(async () => {
    await report.stopping();
    liveness.stop();
    process.env.PATH = path;
    expect(warned.splice(0)).toEqual([]);
  });

  const said = (): string[] => readFileSync(socket, 'utf8').split('\n').filter(Boolean);
  const begin = (watchdogMs?: number): void => {
    report = reportToSystemd(
      daemon,
      { socket, watchdogMs },
      {
        ...{ liveness, statusEveryMs: 1, warn: (message: string) => warned.push(message) },
      },
    );
  };
  const count = (line: string): number => said().filter((one) => one === line).length;

  test('READY only when the daemon is', async () => {
    begin();
    daemon.say({ outcome: 'failed' });
    await report.reloading(async () => {});
    expect(said()).not.toContain('READY=1');
    daemon.becomeReady();
    await waitFor(() => said().includes('READY=1'), { what: 'READY=1' });
    expect(said()).toContain('STATUS=1 of 1 topology as declared');
  });

  test('a reload begins and ends, whatever becomes of it', async () => {
    begin();
    daemon.becomeReady();
    await report.reloading(async () => {
      expect(said().slice(-2)).toEqual(['RELOADING=1', expect.stringMatching(/^MONOTONIC_USEC=\d+$/)]);
    });
    expect(said().at(-1)).toBe('READY=1');
    await expect(report.reloading(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(count('READY=1')).toBe(3);
  });

  test('signs of life while it gets on, and none when it is stuck', async () => {
    begin(20);
    await waitFor(() => count('WATCHDOG=1') > 1, { what: 'signs of life' });
    daemon.current = { ...daemon.current, queueDepth: 1 };
    clock = 20 * 60_000;
    await waitFor(() => warned.length > 0, { what: 'the warning' });
    const before = count('WATCHDOG=1');
    daemon.say();
    await waitFor(() => count('WATCHDOG=1') > before, { what: 'the next sign of life' });
    expect(warned.splice(0)).toEqual([expect.stringContaining('no sign of life')]);
  });

  test('the status as it changes, and that it stops', async () => {
    begin();
    const topologies = [
      watchedTopology(),
      watchedTopology({ name: 'b', health: 'Degraded', error: 'no\nbridge' }),
    ];
    daemon.current = { ...daemon.current, topologies };
    daemon.say();
    const line = 'STATUS=1 of 2 topologies as declared; b: no bridge';
    await waitFor(() => said().includes(line), { what: 'the status' });
    await report.stopping();
    daemon.say();
    expect(said().filter((one) => !one.startsWith('STATUS'))).toEqual(['STOPPING=1']);
  });

  test('a state directory that cannot be read is told, and no end', async () => {
    begin(20);
    daemon.unreadable = new Error('EIO:\nbroken disk');
    daemon.say();
    await waitFor(() => said().includes('STATUS=EIO: broken disk'), { what: 'the status' });
    await waitFor(() => count('WATCHDOG=1') > 0, { what: 'a sign of life' });
  });

  test('what does not get through is said once', async () => {
    begin();
    const failing = new SystemdNotifier(join(directory, 'no', 'such'), (message) => warned.push(message));
    await failing.say('READY=1');
    await failing.say('STATUS=x');
    expect(warned.splice(0)).toEqual([expect.stringContaining('systemd cannot be told READY=1')]);
  });
});

test('a status line is one line, and tells the problem of the source', () => {
  const { current } = new FakeDaemon();
  expect(statusLine({ ...current, problem: 'a.yaml:1:2: broken', ready: false })).toBe(
    'starting: 1 of 1 topology as declared; a.yaml:1:2: broken',
  );
});

const RECEIVER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(s.recv(4096).decode().replace("\\n", "|"), flush=True)
`;
const hasTools =
  existsSync('/usr/bin/systemd-notify') &&
  spawnSync('python3', ['-c', 'pass'], { timeout: 10_000 }).status === 0;

test.runIf(hasTools)('systemd-notify itself carries it to a datagram socket', async () => {
  const socket = join(directory, 'notify');
  const receiver = spawn('python3', ['-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: receiver.stdout }).on('line', (line) => lines.push(line));
  await waitFor(() => lines.includes('bound'), { what: 'the receiver' });
  const notifier = new SystemdNotifier(socket, (message) => expect.fail(message));
  await notifier.say('READY=1', 'STATUS=all well');
  await waitFor(() => lines.some((line) => line.includes('READY=1')), { what: 'the message' });
  expect(lines.join('|')).toContain('STATUS=all well');
  const ended = once(receiver, 'exit');
  receiver.kill();
  await ended;
});
