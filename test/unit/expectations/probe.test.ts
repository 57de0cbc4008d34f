import { describe, expect, test } from 'vitest';
import { isMet, type ProbeOutcome, type ProbeRequest } from '../../../src/model/expectation.ts';
import { readPing } from '../../../src/wire/probe/icmp.ts';
import { readSocketError } from '../../../src/wire/probe/socket-error.ts';
import { type Try, tryUntilSettled } from '../../../src/wire/probe/until.ts';

const NEVER = new AbortController().signal;

function request(fields: Partial<ProbeRequest> = {}): ProbeRequest {
  return { protocol: 'tcp', address: '192.0.2.1', port: 80, withinMs: 60_000, reachable: true, ...fields };
}

/** Answers in turn; the last one for ever. */
function answering(...outcomes: ProbeOutcome[]): Try {
  return async () => ({
    outcome: (outcomes.length > 1 ? outcomes.shift() : outcomes[0]) ?? 'silent',
    said: null,
  });
}

describe('what is met', () => {
  test.each([
    ['icmp', true, { answered: true, refused: false, silent: false }],
    ['tcp', true, { answered: true, refused: false, silent: false }],
    ['udp', true, { answered: true, refused: true, silent: false }],
    ['icmp', false, { answered: false, refused: false, silent: true }],
    ['tcp', false, { answered: false, refused: false, silent: true }],
    ['udp', false, { answered: false, refused: false, silent: true }],
  ] as const)('%s, reachable: %s', (protocol, reachable, expected) => {
    const met = (outcome: ProbeOutcome) => isMet({ protocol, reachable }, outcome);
    expect({ answered: met('answered'), refused: met('refused'), silent: met('silent') }).toEqual(expected);
  });
});

describe('trying until it is settled', () => {
  test('what is to be reached is tried again until it answers', async () => {
    const answer = await tryUntilSettled(request(), answering('silent', 'refused', 'answered'), NEVER);
    expect(answer).toMatchObject({ outcome: 'answered', tries: 3 });
  });

  test('what does not answer is given up when the time has passed', async () => {
    const answer = await tryUntilSettled(request({ withinMs: 250 }), answering('refused'), NEVER);
    expect(answer.outcome).toBe('refused');
    expect(answer.tries).toBeGreaterThan(1);
  });

  test('what must not be reached is settled by two answers in a row, and by silence only at the end', async () => {
    const hidden = request({ reachable: false, withinMs: 60_000 });
    expect((await tryUntilSettled(hidden, answering('answered', 'silent', 'refused'), NEVER)).tries).toBe(4);
    const silent = await tryUntilSettled({ ...hidden, withinMs: 250 }, answering('silent'), NEVER);
    expect(silent.outcome).toBe('silent');
    expect(silent.tries).toBeGreaterThan(1);
  });

  test('an abort ends it', async () => {
    const abort = new AbortController();
    const once: Try = async () => {
      abort.abort();
      return { outcome: 'silent', said: null };
    };
    await expect(tryUntilSettled(request(), once, abort.signal)).rejects.toMatchObject({
      code: 'interrupted',
    });
  });
});

describe('what is said', () => {
  test.each([
    ['an answer', 0, '1 packets transmitted, 1 received', '', { outcome: 'answered', said: null }],
    [
      'nothing',
      1,
      'PING 10.0.0.1\n\n1 packets transmitted, 0 received',
      '',
      { outcome: 'silent', said: null },
    ],
    [
      'a host on the way',
      1,
      'PING 10.0.0.9\nFrom 10.0.0.1 icmp_seq=1 Destination Host Unreachable\n\n',
      '',
      { outcome: 'silent', said: '10.0.0.1 says: Destination Host Unreachable' },
    ],
    [
      'the sender itself',
      2,
      '',
      'ping: connect: Network is unreachable\n',
      { outcome: 'silent', said: 'Network is unreachable' },
    ],
  ])('by ping: %s', (_, exitCode, stdout, stderr, expected) => {
    expect(readPing({ exitCode, stdout, stderr })).toEqual(expected);
  });

  test('by a socket', () => {
    const error = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
    expect(readSocketError(error('ECONNREFUSED')).outcome).toBe('refused');
    expect(readSocketError(error('EHOSTUNREACH'))).toMatchObject({ outcome: 'silent' });
    expect(readSocketError(error('EWHAT'))).toEqual({ outcome: 'silent', said: 'connect EWHAT' });
  });
});
