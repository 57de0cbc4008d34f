import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { installUnit, removeUnit, UNIT } from '../../../src/watch/service/install-unit.ts';
import { quoteArgument } from '../../../src/watch/service/quote-argument.ts';
import { recognizeUnit, type UnitOptions, unitFile } from '../../../src/watch/service/unit-file.ts';

const root = mkdtempSync(join(tmpdir(), 'optopo-unit-test-'));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;
function newDirectory(): string {
  made += 1;
  const path = join(root, String(made));
  mkdirSync(path);
  return path;
}

const unit = (over: Partial<UnitOptions> = {}): string =>
  unitFile({
    ...{ node: process.execPath, program: '/opt/optopo/dist/optopo.js', args: ['--', '/etc/net.yaml'] },
    ...{ home: '/root', writes: ['/var/lib/optopo', '/srv/lxc'], needsNetwork: false, systemdVersion: 252 },
    ...over,
  });

/** Settings of a unit, without comments. */
const settings = (text: string): string[] => text.split('\n').filter((line) => /^[A-Z]\w+=/.test(line));

describe('an argument of ExecStart', () => {
  test.each([
    ['--git', '--git'],
    ['/a/b.yaml', '/a/b.yaml'],
    ['', '""'],
    ['a b', '"a b"'],
    ['50%', '"50%%"'],
    ['$HOME', '"$$HOME"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['a\nb\tc', '"a\\nb\\tc"'],
    [';', '";"'],
    ["it's", '"it\'s"'],
    ['-', '-'],
    ['ü', '"ü"'],
  ])('%j is written as %s', (argument, text) => {
    expect(quoteArgument(argument)).toBe(text);
  });
});

describe('the unit', () => {
  test('runs watch with the same node and arguments', () => {
    const text = unit({ args: ['--set', 'a=$b 1%', '--', '/etc/my net.yaml'] });
    expect(settings(text)).toContain(
      `ExecStart=${process.execPath} /opt/optopo/dist/optopo.js watch --set "a=$$b 1%%" -- "/etc/my net.yaml"`,
    );
  });

  test('is ready when everything has converged, watched over, and restarted', () => {
    expect(settings(unit())).toEqual(
      expect.arrayContaining([
        ...['Type=notify', 'NotifyAccess=all', 'TimeoutStartSec=infinity', 'WatchdogSec=60'],
        ...['Restart=on-failure', 'RestartPreventExitStatus=64 77', 'ExecReload=/bin/kill -HUP $MAINPID'],
      ]),
    );
  });

  test('leaves containers running, and denies them nothing that they need', () => {
    const lines = settings(unit());
    expect(lines).toEqual(expect.arrayContaining(['KillMode=process', 'Delegate=yes', 'TasksMax=infinity']));
    expect(lines.join('\n')).not.toMatch(
      /^(NoNewPrivileges|SystemCallFilter|Restrict(Namespaces|SUIDSGID)|PrivateDevices|PrivateTmp|UMask|ProtectControlGroups|ProtectKernelTunables)=/m,
    );
    const denied = lines.find((line) => line.startsWith('CapabilityBoundingSet=~'));
    expect(denied).toContain('CAP_SYS_MODULE');
    expect(denied).not.toMatch(
      /CAP_(SYS_ADMIN|NET_ADMIN|SETUID|SETGID|MKNOD|CHOWN|DAC_OVERRIDE|SETPCAP|MAC_ADMIN)/,
    );
  });

  test('is ended before what it heals, at a shutdown', () => {
    const after = settings(unit()).find((line) => line.startsWith('After='));
    expect(after).toMatch(/openvswitch-switch\.service .*lxc\.service/);
    expect(after).not.toContain('network-online');
    expect(settings(unit({ needsNetwork: true })).find((line) => line.startsWith('After='))).toContain(
      'network-online.target',
    );
  });

  test('may write where it has to', () => {
    expect(settings(unit())).toEqual(
      expect.arrayContaining([
        'ProtectSystem=full',
        'ReadWritePaths=-/var/lib/optopo',
        'ReadWritePaths=-/srv/lxc',
      ]),
    );
  });

  test('waits longer and longer between restarts where systemd can', () => {
    expect(settings(unit())).toContain('RestartSec=5');
    const newer = settings(unit({ systemdVersion: 257 }));
    expect(newer).toEqual(
      expect.arrayContaining(['RestartSec=1', 'RestartSteps=8', 'RestartMaxDelaySec=300']),
    );
  });

  test('tells its own from edited and foreign ones', () => {
    const text = unit();
    expect(recognizeUnit(text)).toBe('ours');
    expect(recognizeUnit(text.replace('WatchdogSec=60', 'WatchdogSec=90'))).toBe('edited');
    expect(recognizeUnit('[Service]\nExecStart=/bin/true\n')).toBe('foreign');
    expect(recognizeUnit('')).toBe('foreign');
  });
});

describe('installing', () => {
  const program = join(root, 'optopo.js');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  const text = unit({ program });

  test('writes it once, readable by all', async () => {
    const place = { directory: newDirectory(), force: false };
    expect(await installUnit(text, place)).toBe(true);
    const path = join(place.directory, UNIT);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(await installUnit(text, place)).toBe(false);
    expect(await installUnit(unit({ program, args: ['--', '/b.yaml'] }), place)).toBe(true);
  });

  test.each([
    ['a foreign file', '[Service]\nExecStart=/bin/true\n', 'was not written by install-service'],
    ['an edited one', `${text}# mine\n`, 'was changed by hand'],
  ])('refuses %s, but for --force', async (_, there, why) => {
    const place = { directory: newDirectory(), force: false };
    const path = join(place.directory, UNIT);
    writeFileSync(path, there);
    await expect(installUnit(text, place)).rejects.toMatchObject({
      ...{ code: 'refused', message: expect.stringContaining(why) },
    });
    await expect(removeUnit(place)).rejects.toMatchObject({ code: 'refused' });
    expect(readFileSync(path, 'utf8')).toBe(there);
    expect(await installUnit(text, { ...place, force: true })).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('a directory that is not there is said', async () => {
    const place = { directory: join(root, 'none'), force: false };
    await expect(installUnit(text, place)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('removes what it wrote', async () => {
    const place = { directory: newDirectory(), force: false };
    await installUnit(text, place);
    expect(await removeUnit(place)).toBe(true);
    expect(await removeUnit(place)).toBe(false);
  });

  test.runIf(hasSystemdAnalyze())('lets systemd check it first', async () => {
    const place = { directory: newDirectory(), force: false };
    await expect(
      installUnit(unit({ program: '/nowhere/optopo.js', node: '/nowhere/node' }), place),
    ).rejects.toMatchObject({
      ...{ code: 'refused', message: expect.stringContaining('/nowhere/node is not executable') },
    });
  });
});

function hasSystemdAnalyze(): boolean {
  try {
    execFileSync('systemd-analyze', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
