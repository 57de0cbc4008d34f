import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const TEXT = 'version: 1\nname: far\nbridges:\n  brf: { datapath_type: netdev }\n';

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

async function serve(onConnection: (socket: Socket) => void): Promise<string> {
  const path = join(lab.dir, `fake-${Math.floor(performance.now())}.sock`);
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  return path;
}

describe('an OVSDB that cannot be spoken to is exit 69, within its time, and changes nothing', () => {
  const cases: { name: string; serve: (() => Promise<string>) | null }[] = [
    { name: 'no socket', serve: null },
    { name: 'garbage', serve: () => serve((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')) },
    {
      name: 'cut in the middle of a reply',
      serve: () => serve((socket) => socket.once('data', () => socket.end('{"id":'))),
    },
    { name: 'silence', serve: () => serve(() => {}) },
  ];
  test.each(cases)('$name', async ({ serve: start }) => {
    const file = topologies.write('far.yaml', TEXT);
    const socket = start ? await start() : join(lab.dir, 'nowhere.sock');
    const before = topologies.databaseSize();
    for (const command of ['plan', 'apply']) {
      const begun = performance.now();
      const { exitCode, stdout, stderr } = await topologies.run(
        command,
        file,
        '--ovsdb',
        `unix:${socket}`,
        '--json',
      );
      expect({ exitCode, stderr }).toEqual({ exitCode: 69, stderr: '' });
      expect(JSON.parse(stdout).error.message).not.toBe('');
      expect(performance.now() - begun).toBeLessThan(15_000);
    }
    expect(topologies.databaseSize()).toBe(before);
  });
});

describe('where and who', () => {
  test('an ovs-vswitchd in another network namespace is refused', async () => {
    const file = topologies.write('far.yaml', TEXT);
    const { exitCode, stderr } = await lab.run('unshare', ['--net', '--', 'optopo', 'apply', file], {
      accept: [69],
    });
    expect(exitCode).toBe(69);
    expect(stderr).toContain('another network namespace');
    expect((await lab.run('ovs-vsctl', ['-t', '5', 'list-br'])).stdout).toBe('');
  });

  test('without root it is exit 77', async () => {
    const file = topologies.write('far.yaml', TEXT);
    await lab.run('chmod', ['-R', 'a+rX', join(lab.dir, 'topologies')]);
    const program = process.env.PATH?.split(':')[0] ?? '';
    const { exitCode } = await lab.run(
      'setpriv',
      ['--reuid=65534', '--clear-groups', '--', `${program}/optopo`, 'plan', file],
      {
        accept: [77, 126, 1],
      },
    );
    expect(exitCode).toBe(77);
  });

  test('while another one is at work it is exit 75 and names it', async () => {
    const file = topologies.write('far.yaml', TEXT);
    const stateDir = process.env.OPTOPO_STATE_DIR ?? '';
    await lab.run('mkdir', ['-p', stateDir]);
    const lock = join(stateDir, 'lock');
    const { exitCode, stderr } = await lab.run('flock', [lock, 'optopo', 'apply', file], { accept: [75] });
    expect(exitCode).toBe(75);
    expect(stderr).toContain('another optopo is at work');
  });

  test('usage errors are exit 64, an invalid file 65', async () => {
    expect((await topologies.run('apply')).exitCode).toBe(64);
    expect((await topologies.run('frobnicate')).exitCode).toBe(64);
    const bad = topologies.write('bad.yaml', 'version: 1\nname: bad\nbridges:\n  b: { fail-mode: secure }\n');
    const { exitCode, stderr } = await topologies.run('apply', bad);
    expect(exitCode).toBe(65);
    expect(stderr).toMatch(/bad\.yaml:4:8: error: .*fail_mode/);
  });
});
