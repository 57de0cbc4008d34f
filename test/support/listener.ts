/** Services in a container's network, or the lab's own: nothing of them is needed inside the container. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from 'vitest';
import type { TestLab } from './lab.ts';
import { commandIn, type Place } from './packets.ts';
import { waitFor } from './wait.ts';

const TCP = `
import { createServer } from 'node:net';
createServer((socket) => { socket.on('error', () => socket.destroy()); socket.end(); })
  .listen(Number(process.argv[1]), () => console.log('listening'));
`;
const UDP = `
import { createSocket } from 'node:dgram';
const socket = createSocket('udp4', (_, { port, address }) => socket.send('here', port, address));
socket.bind(Number(process.argv[1]), () => console.log('listening'));
`;

/** Listeners of one test file, ended with it. */
export function useListeners(lab: TestLab) {
  const running: ChildProcess[] = [];
  afterAll(async () => {
    for (const child of running) {
      const ended = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGKILL');
      await ended;
    }
  });
  /** Starts a service that answers; returns when it listens. */
  return async (place: Place, protocol: 'tcp' | 'udp', port: number): Promise<void> => {
    const code = protocol === 'tcp' ? TCP : UDP;
    const node = [process.execPath, '--input-type=module', '--eval', code, String(port)];
    const [file = '', ...args] = await commandIn(lab, place, node);
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(child);
    let listening = false;
    child.stdout.once('data', () => {
      listening = true;
    });
    await waitFor(() => listening, { what: `the ${protocol} listener on port ${port}` });
  };
}

/** How many connections a container has refused since its network was made. */
export async function refusedConnections(lab: TestLab, container: string): Promise<number> {
  const [file = '', ...args] = await commandIn(lab, container, ['cat', '/proc/net/snmp']);
  const [names = '', values = ''] = (await lab.run(file, args)).stdout
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'));
  return Number(values.split(' ')[names.split(' ').indexOf('OutRsts')]);
}
