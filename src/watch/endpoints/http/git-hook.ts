import type { Daemon } from '../../contract.ts';
import { verifyWebhook } from '../../desired/webhook-signature.ts';
import { readBody } from './read-body.ts';
import { respondError, respondJson } from './respond.ts';
import type { Exchange, Route } from './route.ts';

/** GitHub sends up to 2,048 commits with a push, about a kilobyte each; the signature is over all of them. */
const LONGEST_BODY = 4 * 1024 * 1024;
/** Nobody has shown a secret before the body is here: little memory for all of them together. */
const MOST_AT_ONCE = 4;

export interface GitHookOptions {
  secret: string;
  /** Told when looking at the source, which goes on behind the answer, fails. */
  onError(error: unknown): void;
}

/** `POST /hook/git`: a genuine call makes the daemon look at its source; it is answered before that has ended. */
export function gitHookRoute(daemon: Daemon, options: GitHookOptions): Route {
  let atOnce = 0;
  const refresh = refreshOneAtATime(daemon, options.onError);
  return {
    methods: ['POST'],
    open: true,
    async handle(exchange) {
      if (atOnce >= MOST_AT_ONCE) {
        respondError(exchange.response, 503, 'busy', 'too many calls at once', { Connection: 'close' });
        return;
      }
      atOnce += 1;
      try {
        await receive(exchange, options, refresh);
      } finally {
        atOnce -= 1;
      }
    },
  };
}

async function receive(
  { request, response }: Exchange,
  { secret }: GitHookOptions,
  refresh: (by: string) => void,
): Promise<void> {
  const body = await readBody(request, LONGEST_BODY);
  if (body === undefined) {
    const message = `the body is longer than ${LONGEST_BODY} bytes`;
    respondError(response, 413, 'too-large', message, { Connection: 'close' });
    return;
  }
  const verdict = verifyWebhook({ headers: request.headers, body }, secret);
  if (!verdict.genuine) {
    respondError(response, 401, 'not-genuine', verdict.reason);
    return;
  }
  refresh(`webhook (${verdict.by})`);
  respondJson(response, 202, { status: 'accepted' });
}

/** Calls that come while one is worked on make one more, however many they are: that one sees what all announce. */
function refreshOneAtATime(daemon: Daemon, onError: (error: unknown) => void): (by: string) => void {
  let working = false;
  let next: string | undefined;
  const work = async (by: string): Promise<void> => {
    working = true;
    await daemon.refresh(by).catch(onError);
    working = false;
    if (next === undefined) return;
    const again = next;
    next = undefined;
    await work(again);
  };
  return (by) => {
    if (working) next = by;
    else void work(by);
  };
}
