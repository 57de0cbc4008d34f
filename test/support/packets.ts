/** Real packets between containers (or the lab itself): whether they arrive, as a boolean. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestLab } from './lab.ts';
import { waitFor } from './wait.ts';

/** Where packets come from or go to: a container's name, or `null` for the lab's own namespace. */
export type Place = string | null;

const PING_TIMEOUT_S = 1;
const TCP_TIMEOUT_MS = 1_500;
const TCP_PORT = 7007;
/** More than many segments of any MTU: a checksum or MTU fault lets the handshake through, and not this. */
const TCP_BYTES = 200_000;

/** The pid of a container's init. Throws when it does not run. */
export async function initPid(lab: TestLab, container: string): Promise<number> {
  const { stdout } = await lab.run('lxc-info', ['-P', lab.lxcPath, '-n', container, '-p', '-H']);
  const pid = Number(stdout.trim());
  if (!(pid > 0)) throw new Error(`container ${container} does not run`);
  return pid;
}

/** Whether one echo request of several is answered. A first packet may be lost while ARP or a flow is learned. */
export async function pings(lab: TestLab, from: Place, to: string): Promise<boolean> {
  const ping = ['ping', '-n', '-q', '-c', '2', '-i', '0.1', '-W', String(PING_TIMEOUT_S), to];
  const [file = '', ...args] = await commandIn(lab, from, ping);
  // ping(8): 1 when no answer came, 2 for other errors, "network is unreachable" among them.
  const { exitCode } = await lab.run(file, args, { accept: [0, 1, 2] });
  return exitCode === 0;
}

const SERVER = `
import { createServer } from 'node:net';
const server = createServer((socket) => {
  let bytes = 0;
  socket.on('data', (data) => { bytes += data.length; if (bytes >= ${TCP_BYTES}) socket.end('all'); });
  socket.on('error', () => socket.destroy());
});
server.listen(${TCP_PORT}, () => console.log('listening'));
`;

const CLIENT = `
import { connect } from 'node:net';
const socket = connect({ host: process.argv[1], port: ${TCP_PORT} }, () => socket.write(Buffer.alloc(${TCP_BYTES})));
socket.on('data', (data) => { process.exitCode = String(data) === 'all' ? 0 : 1; socket.destroy(); });
socket.on('error', () => process.exit(1));
setTimeout(() => process.exit(1), ${TCP_TIMEOUT_MS}).unref();
process.exitCode = 1;
`;

/** Whether a TCP connection from one place to an address of another carries 200 kB and their receipt. */
export async function carriesTcp(lab: TestLab, from: Place, to: Place, address: string): Promise<boolean> {
  const node = [process.execPath, '--input-type=module', '--eval'];
  const [file = '', ...args] = await commandIn(lab, to, [...node, SERVER]);
  const server = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    let listening = false;
    server.stdout.once('data', () => {
      listening = true;
    });
    await waitFor(() => listening, { what: 'the TCP server' });
    const [client = '', ...clientArgs] = await commandIn(lab, from, [...node, CLIENT, address]);
    return (await lab.run(client, clientArgs, { accept: [0, 1] })).exitCode === 0;
  } finally {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }
}

/** `argv` as it is run in the network of a place. */
export async function commandIn(lab: TestLab, place: Place, argv: readonly string[]): Promise<string[]> {
  if (place === null) return [...argv];
  return ['nsenter', `--target=${await initPid(lab, place)}`, '--net', '--', ...argv];
}
