// Proof by packets: which container reaches which, by ping and by TCP.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { style } from './program.mjs';

const PORT = '8080';
const GREETING = 'hello';
const CONNECT_DEADLINE_MS = 3_000;

/** What the topology promises: from, to, the address of the latter, and whether packets may arrive. */
const PATHS = [
  ['100', '101', '10.100.0.131', true],
  ['101', '102', '10.100.0.132', true],
  ['100', '102', '10.100.0.132', false],
];

/** Sends packets along and across the chain. Throws when any does what it should not. */
export async function provePath(program) {
  for (const [from, to, address, expected] of PATHS) {
    report(program, `${from} -> ${to}  ping`, pings(program, from, address), expected);
    report(program, `${from} -> ${to}  TCP`, await carriesTcp(program, from, to, address), expected);
  }
}

function report(program, what, arrived, expected) {
  const said = arrived ? 'arrives' : 'blocked';
  const right = arrived === expected;
  program.print(`  ${style(right ? 'green' : 'red', right ? '✓' : '✗')} ${what}  ${said}`);
  if (!right) throw new Error(`${what} should be ${expected ? 'let through' : 'blocked'}`);
}

function pings(program, from, address) {
  return (
    program.attempt(['lxc-attach', '-n', from, '--', 'ping', '-c', '1', '-W', '1', address]).status === 0
  );
}

/** Whether text sent by TCP is received at the other end. */
async function carriesTcp(program, from, to, address) {
  const server = program.start(['lxc-attach', '-n', to, '--', 'nc', '-l', '-p', PORT]);
  const ended = once(server, 'exit');
  let received = '';
  server.stdout.on('data', (data) => {
    received += data;
  });
  const deadline = performance.now() + CONNECT_DEADLINE_MS;
  const client = ['lxc-attach', '-n', from, '--', 'nc', '-w', '1', address, PORT];
  do {
    // Refused until the server listens; a blocked path answers nothing and takes its second.
    program.attempt(client, GREETING);
    await delay(50);
  } while (!received.includes(GREETING) && performance.now() < deadline);
  server.kill();
  await ended;
  return received.includes(GREETING);
}
