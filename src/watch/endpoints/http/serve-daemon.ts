import type { Daemon } from '../../contract.ts';
import type { Liveness } from '../liveness.ts';
import { metricsOf } from '../metrics/metrics-route.ts';
import { hostStatusToJson } from '../status-json.ts';
import { type EventStreamOptions, eventStreamRoute } from './event-stream.ts';
import { gitHookRoute } from './git-hook.ts';
import { type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts';
import type { ListenAddress } from './listen-address.ts';
import { healthRoute, readinessRoute } from './probes.ts';
import { respondJson } from './respond.ts';
import type { Route } from './route.ts';

export interface ServeOptions {
  address: ListenAddress;
  token: string | undefined;
  /** Without it there is no `/hook/git`. */
  hookSecret: string | undefined;
  version: string;
  liveness: Liveness;
  onError(error: unknown): void;
  limits?: HttpServerOptions['limits'] & EventStreamOptions;
}

/** Serves what `--listen` promises of a daemon that has not been started yet. Throws as `startHttpServer` does. */
export async function serveDaemon(daemon: Daemon, options: ServeOptions): Promise<HttpServer> {
  const { address, token, onError, limits = {} } = options;
  const metrics = await metricsOf(daemon, options.version);
  const routes = new Map<string, Route>([
    ['/healthz', healthRoute(options.liveness)],
    ['/readyz', readinessRoute(daemon)],
    ['/metrics', metrics.route],
    ['/api/v1/status', statusRoute(daemon)],
    ['/api/v1/events', eventStreamRoute(daemon, limits)],
  ]);
  const { hookSecret: secret } = options;
  if (secret !== undefined) routes.set('/hook/git', gitHookRoute(daemon, { secret, onError }));
  const server = await startHttpServer({ address, token, routes, onError, limits });
  return {
    address: server.address,
    close: async () => {
      metrics.stop();
      await server.close();
    },
  };
}

function statusRoute(daemon: Daemon): Route {
  return {
    methods: ['GET', 'HEAD'],
    open: false,
    handle({ response }) {
      respondJson(response, 200, hostStatusToJson({ daemon: daemon.status(), unwatched: [] }));
    },
  };
}
