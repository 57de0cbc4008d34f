import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request on its way to an answer. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
}

/** What is served under one path. */
export interface Route {
  methods: readonly ('GET' | 'HEAD' | 'POST')[];
  /** Needs no token, and no `Host` of ours: it tells nothing, or checks a signature of its own. */
  open: boolean;
  handle(exchange: Exchange): void | Promise<void>;
}
