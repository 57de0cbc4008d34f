import type { Daemon } from '../../contract.ts';
import type { Liveness } from '../liveness.ts';
import { respondError, respondJson } from './respond.ts';
import type { Route } from './route.ts';

/** `/healthz`: the process lives, and its loop gets on. */
export function healthRoute(liveness: Liveness): Route {
  return {
    methods: ['GET', 'HEAD'],
    open: true,
    handle({ response }) {
      const problem = liveness.problem();
      if (problem === undefined) respondJson(response, 200, { status: 'ok' });
      else respondError(response, 503, 'stuck', problem);
    },
  };
}

/** `/readyz`: every topology has converged once; until then 503 names those that have not. */
export function readinessRoute(daemon: Daemon): Route {
  return {
    methods: ['GET', 'HEAD'],
    open: false,
    handle({ response }) {
      const reason = whyNotReady(daemon);
      if (reason === undefined) respondJson(response, 200, { status: 'ready' });
      else respondError(response, 503, 'not-ready', reason);
    },
  };
}

function whyNotReady(daemon: Daemon): string | undefined {
  const { ready, problem, topologies } = daemon.status();
  if (ready) return undefined;
  if (problem !== null) return problem;
  const waiting = topologies.filter(({ lastSuccess }) => lastSuccess === null);
  if (waiting.length === 0) return 'the desired state has not been read yet';
  return waiting
    .map(({ name, error }) => (error === null ? `${name} has not converged yet` : `${name}: ${error}`))
    .join('; ');
}
