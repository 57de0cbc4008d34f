import type { Daemon } from '../contract.ts';
import { takeSystemdEnvironment } from '../service/notify.ts';
import { reportToSystemd } from '../service/report-to-systemd.ts';
import { startControlServer } from './control/control-server.ts';
import type { HttpServer } from './http/http-server.ts';
import type { ListenAddress } from './http/listen-address.ts';
import { Liveness } from './liveness.ts';

/** What is said of the daemon's surroundings. */
export interface OperationLog {
  note(message: string): void;
  warn(message: string): void;
  error(error: unknown): void;
}

/** `--listen` and its secrets. */
export interface ListenOptions {
  address: ListenAddress;
  token: string | undefined;
  hookSecret: string | undefined;
}

export interface OperateOptions {
  stateDir: string;
  /** Absent: no HTTP. */
  listen: ListenOptions | undefined;
  version: string;
  env: NodeJS.ProcessEnv;
  log: OperationLog;
}

/** How a daemon is asked and looked after while it runs. */
export interface Operation {
  /** Looks at the source again (SIGHUP); what goes wrong is logged. */
  reload(by: string): Promise<void>;
  /** Says that an orderly end has begun. */
  stopping(): Promise<void>;
  /** Ends all of it. */
  close(): Promise<void>;
}

/**
 * Opens everything through which a daemon is operated, before it starts: the control socket, HTTP where wanted, and
 * what systemd is told. The caller has claimed the state directory. Throws as `startControlServer` and
 * `startHttpServer` do; nothing is left open then.
 */
export async function operate(daemon: Daemon, options: OperateOptions): Promise<Operation> {
  const { stateDir, env, log } = options;
  const liveness = new Liveness(daemon);
  const http = await openHttp(daemon, liveness, options);
  const closeControl = await startControlServer(stateDir, daemon).catch(async (error: unknown) => {
    await http?.close();
    throw error;
  });
  const environment = takeSystemdEnvironment(env);
  const systemd = environment && reportToSystemd(daemon, environment, { liveness, warn: log.warn });
  const refresh = (by: string): Promise<void> => daemon.refresh(by).catch(log.error);
  return {
    reload: (by) => (systemd ? systemd.reloading(() => refresh(by)) : refresh(by)),
    stopping: async () => systemd?.stopping(),
    close: async () => {
      liveness.stop();
      await Promise.all([closeControl(), http?.close()]);
    },
  };
}

async function openHttp(
  daemon: Daemon,
  liveness: Liveness,
  { listen, version, log }: OperateOptions,
): Promise<HttpServer | undefined> {
  if (listen === undefined) return undefined;
  // Imported late: most daemons do not listen.
  const { serveDaemon } = await import('./http/serve-daemon.ts');
  const server = await serveDaemon(daemon, { ...listen, version, liveness, onError: log.error });
  log.note(`listening on http://${server.address}`);
  return server;
}
