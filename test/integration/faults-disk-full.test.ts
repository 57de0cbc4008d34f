import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countFaultPoint } from '../support/faults/count.ts';
import { readHostState } from '../support/faults/host-state.ts';
import { differences } from '../support/faults/matrix.ts';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const PAGE = 4_096;

/** A small file system of its own, and a file that takes all of it but some pages. */
function smallDisk(name: string, size: string) {
  const path = join(lab.dir, name);
  const filler = join(path, 'filler');
  beforeAll(async () => {
    mkdirSync(path);
    await lab.run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  });
  afterAll(() => lab.run('umount', [path]));
  return {
    path,
    async fill(freePages: number): Promise<void> {
      rmSync(filler, { force: true });
      await lab.run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { accept: [0, 1] });
      truncateSync(filler, statSync(filler).size - freePages * PAGE);
    },
    empty: () => rmSync(filler),
  };
}

describe('the state directory', () => {
  const disk = smallDisk('small-state', '512k');
  const run = (...args: string[]) => topologies.run(...args, '--state-dir', disk.path);
  const write = (mtu: number): string => {
    const links = Array.from(
      { length: 9 },
      (_, at) => `  fa${at}: { kind: veth, peer: fb${at}, mtu: ${mtu} }\n`,
    );
    return topologies.write('disk.yaml', `version: 1\nname: disk\nlinks:\n${links.join('')}`);
  };
  const stored = (): Record<string, string> => {
    const files = ['topologies', 'generations/disk', 'journal'].flatMap((directory) =>
      readdirSync(join(disk.path, directory)).map((file) => join(disk.path, directory, file)),
    );
    return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
  };
  const generations = (): string[] => readdirSync(join(disk.path, 'generations/disk')).sort();

  test('full at every moment of an apply: all or nothing, and the history tells what is', async (context) => {
    expect((await run('apply', write(1_400))).exitCode).toBe(0);
    const before = await readHostState(lab);
    const seen = new Set<number>();
    for (let pages = 0; !seen.has(0); pages += 1) {
      const history = generations();
      const then = stored();
      await disk.fill(pages);
      const { exitCode, stderr } = await run('apply', write(1_500));
      disk.empty();
      seen.add(exitCode);
      countFaultPoint(context);
      if (exitCode === 0) break;
      expect({ pages, exitCode, stderr }).toMatchObject({
        exitCode: expect.toSatisfy((code: number) => code === 1 || code === 3),
        stderr: expect.stringMatching(/ENOSPC[\s\S]*small-state\//),
      });
      expect(stderr).not.toContain('bug in optopo');
      expect({ pages, history: generations() }).toEqual({ pages, history });
      if (exitCode === 1) expect(stored()).toEqual(then);
      expect({ pages, differing: await differences(lab, before) }).toEqual({ pages, differing: {} });
      expect((await run('status', 'disk')).exitCode).toBe(0);
      expect(pages).toBeLessThan(40);
    }
    // Some were refused before the first change, some undone.
    expect([...seen].sort()).toEqual([0, 1, 3]);
    expect((await run('destroy', write(1_500))).exitCode).toBe(0);
  });
});

describe('the directory of the containers', () => {
  const disk = smallDisk('small-lxc', '3m');
  const run = (...args: string[]) => topologies.run(...args, '--lxc-path', disk.path);

  test('full: undone, said, and nothing left there; with space again one apply converges', async (context) => {
    const file = topologies.write(
      'lxc.yaml',
      'version: 1\nname: lxcfull\nbridges: { br-l: { datapath_type: netdev } }\ncontainers:\n' +
        '  l1: { template: busybox, interfaces: { eth0: { bridge: br-l } } }\n',
    );
    const before = await readHostState(lab);
    for (const pages of [0, 4, 64]) {
      await disk.fill(pages);
      const { exitCode, stderr } = await run('apply', file);
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 3,
        stderr: expect.stringMatching(/no space left on device[\s\S]*small-lxc/i),
      });
      expect(readdirSync(disk.path)).toEqual(['filler']);
      expect(await differences(lab, before)).toEqual({});
      disk.empty();
      countFaultPoint(context);
    }
    expect((await run('apply', file)).exitCode).toBe(0);
    expect((await run('destroy', file)).exitCode).toBe(0);
  });
});
