import { resolve } from 'node:path';
import { OptopoError } from '../../model/error.ts';

/** Where a repository lies, checked: it cannot become an option, a command, or a helper that git would run. */
export interface GitUrl {
  /** What git is given. A password is not part of it, so that no process list shows one. */
  address: string;
  /** For people: without user and password where those may be a token. */
  shown: string;
  /** Basic authentication (RFC 7617) for an http(s) address that came with a password. */
  authorization: { origin: string; header: string } | null;
}

const SCHEMES = new Set(['file', 'git', 'http', 'https', 'ssh', 'git+ssh', 'ssh+git']);
const HOST = /^(?:\[[0-9A-Za-z:.%]+\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(?::\d*)?$/;
const USER = /^[A-Za-z0-9_][A-Za-z0-9._+%-]*$/;
/** `[user@]host:path` with no slash before the colon, as scp writes it (git-fetch(1), GIT URLS). */
const SCP_LIKE = /^(?:([^@/:]*)@)?(\[[^\]/]+\]|[^@/:[\]]+):(.*)$/s;

/**
 * Checks what git may be asked to fetch from: `ssh://`, `https://`, `http://`, `git://`, `file://`,
 * `[user@]host:path`, or a local path, taken from `directory`. Throws `usage`; the message holds no secret.
 */
export function parseGitUrl(text: string, directory: string = process.cwd()): GitUrl {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) throw refused('it holds a control character');
  if (text === '') throw refused('it is empty');
  if (text.startsWith('-')) throw refused('it begins with "-"');
  if (/^[A-Za-z0-9][A-Za-z0-9+.-]*::/.test(text)) {
    throw refused('a remote helper (name::address) could run any program, and is not taken');
  }
  const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme !== undefined) return parseScheme(scheme.toLowerCase(), rest as string);
  const scp = SCP_LIKE.exec(text);
  if (scp !== null) return parseScpLike(text, scp[1], scp[2] as string, scp[3] as string);
  const address = resolve(directory, text);
  return { address, shown: address, authorization: null };
}

function parseScheme(scheme: string, rest: string): GitUrl {
  if (!SCHEMES.has(scheme)) throw refused(`${scheme}:// is not taken`);
  if (scheme === 'file') return parseFile(rest);
  const authority = rest.slice(0, rest.search(/[/?#]|$/));
  const path = rest.slice(authority.length);
  const at = authority.lastIndexOf('@');
  const userInfo = at === -1 ? null : authority.slice(0, at);
  const host = authority.slice(at + 1);
  if (!HOST.test(host)) {
    throw refused('its host is none; special characters of a user or password have to be percent-encoded');
  }
  if (scheme === 'http' || scheme === 'https') return parseHttp(`${scheme}://${host}`, userInfo, path);
  if (userInfo?.includes(':')) throw refused(`${scheme}:// takes no password`);
  if (userInfo !== null && !USER.test(userInfo)) throw refused('its user is none');
  const address = `${scheme}://${userInfo === null ? '' : `${userInfo}@`}${host}${path}`;
  return { address, shown: address, authorization: null };
}

function parseFile(rest: string): GitUrl {
  if (!rest.startsWith('/')) throw refused('file:// takes an absolute path: file:///srv/net.git');
  return { address: `file://${rest}`, shown: `file://${rest}`, authorization: null };
}

function parseHttp(origin: string, userInfo: string | null, path: string): GitUrl {
  const shownPath = path.replace(/[?#].*$/s, '?***');
  const shown = `${origin.replace('://', userInfo === null ? '://' : '://***@')}${shownPath}`;
  if (userInfo === null) return { address: `${origin}${path}`, shown, authorization: null };
  if (!userInfo.includes(':')) {
    // A user alone is no secret to git: its credential helpers look the password up by it.
    return { address: origin.replace('://', `://${userInfo}@`) + path, shown, authorization: null };
  }
  const header = `Authorization: Basic ${Buffer.from(decode(userInfo)).toString('base64')}`;
  return { address: `${origin}${path}`, shown, authorization: { origin: `${origin}/`, header } };
}

function decode(userInfo: string): string {
  try {
    return decodeURIComponent(userInfo);
  } catch (cause) {
    // Without the cause's message: it may quote the password.
    throw refused('a "%" in its user or password is not followed by two hexadecimal digits').with({ cause });
  }
}

function parseScpLike(text: string, user: string | undefined, host: string, path: string): GitUrl {
  if (user !== undefined && !USER.test(user)) throw refused('its user is none');
  if (!HOST.test(host)) throw refused('its host is none');
  if (path === '' || path.startsWith('-')) throw refused('its path is empty or begins with "-"');
  return { address: text, shown: text, authorization: null };
}

/** A text of git's without users and passwords in any URL that it quotes. */
export function redactUrls(text: string): string {
  return text
    .replaceAll(/\b(https?:\/\/)[^\s/'"]*@/gi, '$1***@')
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*):[^\s/'"]*@/gi, '$1:***@');
}

function refused(why: string): OptopoError {
  return new OptopoError('usage', `the URL of the Git repository cannot be taken: ${why}`, {
    hint: 'give https://, ssh://, git:// or file://, user@host:path, or a local path',
  });
}
