/** Asked to end before it has begun: the source is still being read. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useLab } from '../support/lab.ts';
import { useTopologies } from '../support/topologies.ts';
import { useWatch } from '../support/watch-daemon.ts';

const lab = useLab();
const topologies = useTopologies(lab);
const watch = useWatch();
const callers: Socket[] = [];
const server = createServer((socket) => callers.push(socket));

beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  for (const socket of callers.splice(0)) socket.destroy();
  server.close();
});

test('SIGTERM while a remote keeps the first look waiting ends it, with exit 0', async () => {
  const { port } = server.address() as AddressInfo;
  const asked = once(server, 'connection');
  const daemon = await watch.start([], ['--git', `http://127.0.0.1:${port}/net.git`]);
  await asked;
  const status = await topologies.json('status');
  expect(status.json.daemon).toMatchObject({ pid: daemon.pid, ready: false });
  expect(await daemon.stop()).toBe(0);
  expect(daemon.events.map(({ type }) => type)).toEqual(['stopping']);
});
