import type { Command } from 'commander';
import { OptopoError } from '../model/error.ts';
import { requireTokenBeyondLoopback } from '../watch/endpoints/http/http-server.ts';
import { parseListenAddress } from '../watch/endpoints/http/listen-address.ts';
import { readSecret } from '../watch/endpoints/http/secret.ts';
import type { ListenOptions } from '../watch/endpoints/operate.ts';

export interface ListenFlags {
  listen?: string;
  tokenFile?: string;
  hookSecretFile?: string;
}

/** `--listen` and the secrets that belong to it. */
export function addListenOptions(command: Command): Command {
  return command
    .option('--listen <address>', 'serve /healthz, /readyz, /metrics, /api/v1 there, as 127.0.0.1:9414')
    .option('--token-file <file>', 'a bearer token that --listen then asks for (or: $OPTOPO_TOKEN)')
    .option('--hook-secret-file <file>', 'the secret of POST /hook/git (or: $OPTOPO_HOOK_SECRET)');
}

/** What to listen on; `undefined`: nothing. Throws `usage`, also for secrets without `--listen`. */
export function parseListenFlags(flags: ListenFlags, env: NodeJS.ProcessEnv): ListenOptions | undefined {
  const { listen, tokenFile, hookSecretFile } = flags;
  if (listen === undefined) {
    const lone = tokenFile === undefined ? hookSecretFile && '--hook-secret-file' : '--token-file';
    if (!lone) return undefined;
    throw new OptopoError('usage', `${lone} goes with --listen`);
  }
  const address = parseListenAddress(listen);
  const token = readSecret('--token-file', tokenFile, 'OPTOPO_TOKEN', env);
  requireTokenBeyondLoopback(address, token);
  const hookSecret = readSecret('--hook-secret-file', hookSecretFile, 'OPTOPO_HOOK_SECRET', env);
  return { address, token, hookSecret };
}
