/** Files whose place moves: directories that are replaced, links that lead elsewhere. */
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { waitFor } from '../support/wait.ts';
import { type RunningWatch, useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();
const here = (...path: string[]): string => join(lab.dir, 'topologies', ...path);

const net = (name: string, tag: number): string =>
  `version: 1\nname: ${name}\nbridges:\n  br-${name}: { datapath_type: netdev }\nports:\n` +
  `  ${name}-1: { bridge: br-${name}, type: internal, tag: ${tag} }\n`;
const write = (directory: string, name: string, tag: number): void => {
  mkdirSync(here(directory), { recursive: true });
  writeFileSync(here(directory, `${name}.yaml`), net(name, tag));
};
const tagIs = (port: string, tag: number) =>
  waitFor(
    async () => (await lab.run('ovs-vsctl', ['-t', '20', 'get', 'port', port, 'tag'])).stdout === `${tag}\n`,
    { what: `tag ${tag} of ${port}`, deadlineMs: 20_000 },
  );
const problem = (daemon: RunningWatch, text: RegExp, seq = 0) =>
  daemon.event(`a problem ${text}`, ({ type, message }) => type === 'desired' && text.test(message), seq);
const statusOf = async (name: string) => (await topologies.json('status', name)).json.topologies[0];

afterEach(async () => {
  await watch.stopAll();
  for (const name of ['a', 'b']) await topologies.run('destroy', '--name', name, '--yes');
});

test('a directory that is moved away and back, replaced, or deleted and made again is followed on', async () => {
  write('dir', 'a', 10);
  const daemon = await watch.start([here('dir')], [], ['a']);
  renameSync(here('dir'), here('away'));
  const away = await problem(daemon, /dir cannot be read: no such directory/);
  renameSync(here('away'), here('dir'));
  await problem(daemon, /is mended/, away.seq);
  write('dir', 'a', 11);
  await tagIs('a-1', 11);

  // One that nobody ever sees missing.
  write('next', 'a', 12);
  renameSync(here('dir'), here('before'));
  renameSync(here('next'), here('dir'));
  await tagIs('a-1', 12);
  write('dir', 'a', 13);
  await tagIs('a-1', 13);

  const { seq } = daemon;
  rmSync(here('dir'), { recursive: true });
  await problem(daemon, /dir cannot be read/, seq);
  cpSync(here('before'), here('dir'), { recursive: true });
  await tagIs('a-1', 11);
  write('dir', 'a', 14);
  await tagIs('a-1', 14);
});

test('a link to a directory, and files behind links, are followed where they lead', async () => {
  write('v1', 'a', 10);
  write('v2', 'a', 20);
  const lead = (target: string, link: string): void => {
    symlinkSync(target, here('link.new'));
    renameSync(here('link.new'), here(link));
  };
  lead('v1', 'current');
  await watch.start([here('current')], [], ['a']);
  lead('v2', 'current');
  await tagIs('a-1', 20);
  write('v2', 'a', 21);
  await tagIs('a-1', 21);
  await watch.stopAll();

  lead('v1', 'data');
  lead('data/a.yaml', 'a.yaml');
  await watch.start([here('a.yaml')], [], ['a']);
  await tagIs('a-1', 10);
  lead('v2', 'data');
  await tagIs('a-1', 21);
  write('v2', 'a', 22);
  await tagIs('a-1', 22);
});

test('one broken file of a directory is no fault of the others', async () => {
  write('two', 'a', 10);
  write('two', 'b', 20);
  const daemon = await watch.start([here('two')], [], ['a', 'b']);
  writeFileSync(here('two', 'a.yaml'), 'version: [\n');
  await problem(daemon, /a\.yaml:/);
  expect(await statusOf('a')).toMatchObject({ health: 'Degraded', error: expect.stringContaining('a.yaml') });
  expect(await statusOf('b')).toMatchObject({ health: 'Healthy', error: null });
  const status = await topologies.run('status', 'b');
  expect(status).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('a.yaml:2:1') });
});

test('a directory without topologies is told, and taken when one comes', async () => {
  mkdirSync(here('empty'));
  writeFileSync(here('empty', 'other.yaml'), 'services: {}\n');
  const none = await topologies.run('watch', '--once', here('empty'));
  expect(none).toMatchObject({ exitCode: 65, stdout: '' });
  expect(none.stderr).toContain('empty holds no topology');
  const daemon = await watch.start([here('empty')]);
  await problem(daemon, /holds no topology/);
  write('empty', 'a', 10);
  await tagIs('a-1', 10);
  await waitFor(async () => (await topologies.run('status', 'a')).exitCode === 0, { what: 'all is well' });
});
