import type { IncomingMessage } from 'node:http';
import type { Daemon, WatchEvent } from '../../contract.ts';
import { eventToJson } from '../../events/event-json.ts';
import { followEvents } from '../../events/follow-events.ts';
import { COMMON_HEADERS, respondError } from './respond.ts';
import type { Exchange, Route } from './route.ts';

const MOST_READERS = 16;
/** Proxies and browsers give up on a connection on which nothing moves for a minute. */
const HEARTBEAT_MS = 15_000;
/** After how long a browser comes back. */
const RETRY_MS = 2_000;

export interface EventStreamOptions {
  heartbeatMs?: number;
}

/**
 * `/api/v1/events`: server-sent events whose id is the event's number (WHATWG HTML, section 9.2). A reader that comes
 * back with `Last-Event-ID` (or starts with `?after=N`) gets what it missed; without either, all that is kept.
 */
export function eventStreamRoute(daemon: Daemon, options: EventStreamOptions = {}): Route {
  let readers = 0;
  return {
    methods: ['GET', 'HEAD'],
    open: false,
    handle(exchange) {
      const { request, response } = exchange;
      const after = lastSeen(exchange);
      if (after === undefined) {
        respondError(response, 400, 'usage', 'Last-Event-ID and after take the number of an event');
        return;
      }
      if (readers >= MOST_READERS) {
        const message = `${MOST_READERS} readers follow the events already`;
        respondError(response, 503, 'busy', message, { 'Retry-After': '5' });
        return;
      }
      response.writeHead(200, { ...COMMON_HEADERS, 'Content-Type': 'text/event-stream' });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      readers += 1;
      response.on('close', () => {
        readers -= 1;
      });
      stream(daemon, exchange, after, options.heartbeatMs ?? HEARTBEAT_MS);
    },
  };
}

function stream(daemon: Daemon, { request, response }: Exchange, after: number, heartbeatMs: number): void {
  request.socket.setNoDelay(true);
  response.write(`retry: ${RETRY_MS}\n\n`);
  const stop = followEvents(daemon, response, {
    after,
    encode,
    onLost: () => response.destroy(),
  });
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': heartbeat\n\n');
  }, heartbeatMs);
  response.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}

function encode(event: WatchEvent): string {
  return `id: ${event.seq}\ndata: ${JSON.stringify(eventToJson(event))}\n\n`;
}

/** The number of the last event that the reader has; 0: none. `undefined` for what is no number. */
function lastSeen({ request, query }: Exchange): number | undefined {
  const text = headerOf(request) ?? query.get('after') ?? '0';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function headerOf(request: IncomingMessage): string | undefined {
  const header = request.headers['last-event-id'];
  return Array.isArray(header) ? header[0] : header || undefined;
}
