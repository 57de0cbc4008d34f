import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OptopoError } from '../../../model/error.ts';
import { whyUnreadable } from '../../../wire/why-unreadable.ts';

/**
 * The secret of a file given by flag, else of an environment variable, without the line's end; `undefined`: neither is
 * given. Throws `usage` for one that cannot be read or is empty.
 */
export function readSecret(
  flag: string,
  path: string | undefined,
  variable: string,
  env: NodeJS.ProcessEnv,
): string | undefined {
  // An empty variable is as good as none; an empty file was meant to hold something.
  if (path === undefined) return env[variable] || undefined;
  const secret = readSecretFile(flag, path);
  if (secret !== '') return secret;
  throw new OptopoError('usage', `${flag} ${path} is empty`, { hint: 'make a secret: openssl rand -hex 32' });
}

function readSecretFile(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new OptopoError('usage', `${flag} ${path} cannot be read: ${whyUnreadable(error)}`, {
      hint: `make a secret: openssl rand -hex 32 > ${path}; chmod 600 ${path}`,
    });
  }
}

/** Compares in a time that tells nothing about either, their lengths included. */
export function equalSecrets(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** Whether an `Authorization` header carries the token (RFC 6750, section 2.1). */
export function isAuthorized(header: string | undefined, token: string): boolean {
  const given = /^Bearer +([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
  return given !== undefined && equalSecrets(given, token);
}
