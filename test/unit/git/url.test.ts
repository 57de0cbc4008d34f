import { describe, expect, test } from 'vitest';
import { OptopoError } from '../../../src/model/error.ts';
import { checkBranchName } from '../../../src/wire/git/branch-name.ts';
import { parseGitUrl, redactUrls } from '../../../src/wire/git/url.ts';

function refusal(work: () => unknown): OptopoError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof OptopoError) return thrown;
    throw thrown;
  }
  throw new Error('it was taken');
}

describe('a URL that git takes', () => {
  test.each([
    'https://git.example.com/net/host.git',
    'http://127.0.0.1:8080/r.git',
    'https://[::1]:8443/r.git',
    'ssh://git@git.example.com:2222/net/host.git',
    'ssh://git.example.com/~me/host.git',
    'git://git.example.com/host.git',
    'file:///srv/git/a repo.git',
    'git@github.com:owner/name.git',
    'host:path',
    '[::1]:path',
    'me@[fe80::1%eth0]:/srv/r.git',
    '/srv/git/r.git',
  ])('%s is handed on as it is', (text) => {
    expect(parseGitUrl(text)).toEqual({ address: text, shown: text, authorization: null });
  });

  test('a relative path is taken from the directory that it was given in', () => {
    expect(parseGitUrl('../r.git', '/srv/x')).toMatchObject({ address: '/srv/r.git', shown: '/srv/r.git' });
    expect(parseGitUrl('./a:b', '/srv/x').address).toBe('/srv/x/a:b');
  });
});

describe('a URL that could do something else', () => {
  test.each([
    '',
    '-oProxyCommand=id:x',
    '--upload-pack=id',
    'ext::sh -c id',
    'fd::17',
    'foo::bar',
    'ext://x',
    'ftp://host/x',
    'ssh://-oProxyCommand=id/x',
    'ssh://-l@host/x',
    'ssh://a@-oProxyCommand=id/x',
    '-l@host:path',
    'a b@host:path',
    'host:-path',
    'host:',
    '[-oProxyCommand=id]:path',
    'https://-x/y',
    'https:///x',
    'file://host/x',
    'git://git.example.com\n/x',
    'https://host/\u0000',
  ])('%j is refused', (text) => {
    expect(refusal(() => parseGitUrl(text))).toMatchObject({ code: 'usage', exitCode: 64 });
  });
});

describe('a password', () => {
  const secrets = /hunter|2%2F|ghp_/;

  test('goes into a header for its own host, and is in nothing that is shown or run', () => {
    const url = parseGitUrl('https://me:hunter%2F2@git.example.com:8443/r.git');
    expect(url.address).toBe('https://git.example.com:8443/r.git');
    expect(url.shown).toBe('https://***@git.example.com:8443/r.git');
    expect(url.authorization?.origin).toBe('https://git.example.com:8443/');
    const [, basic] = /^Authorization: Basic (.*)$/.exec(url.authorization?.header ?? '') ?? [];
    expect(Buffer.from(basic ?? '', 'base64').toString()).toBe('me:hunter/2');
  });

  test('a user alone stays for the credential helper, and is not shown: it may be a token', () => {
    const url = parseGitUrl('https://ghp_hunter@github.com/r?token=hunter#hunter');
    expect(url.address).toBe('https://ghp_hunter@github.com/r?token=hunter#hunter');
    expect(url.shown).toBe('https://***@github.com/r?***');
  });

  test.each([
    'https://me:hunter/2@host/r.git',
    'https://me:hunter%@host/r.git',
    'ssh://me:hunter@host/r.git',
    'git://me:hunter@host/r.git',
    'ftp://me:hunter@host/r.git',
    'me:hunter@host:r.git\u0007',
    'ext::https://me:hunter@host',
  ])('%j is refused without quoting it', (text) => {
    const { message, hint } = refusal(() => parseGitUrl(text));
    expect(`${message} ${hint}`).not.toMatch(secrets);
  });

  test.each([
    [
      "fatal: unable to access 'https://me:hunter2@h/r.git/': x",
      "fatal: unable to access 'https://***@h/r.git/': x",
    ],
    ['HTTP://ghp_hunter@h and ssh://me:hunter@h', 'HTTP://***@h and ssh://me:***@h'],
    [
      'ssh://git@host/x, user@host:path, https://host/a@b',
      'ssh://git@host/x, user@host:path, https://host/a@b',
    ],
  ])('%s', (said, shown) => {
    expect(redactUrls(said)).toBe(shown);
  });
});

describe('a branch', () => {
  test.each(['main', 'release/1.x', 'a-b_c', 'ünï', 'HEAD', 'a@b'])('%s is taken', (name) => {
    expect(checkBranchName(name)).toBe(name);
  });

  test.each([
    ...['', '-x', '--upload-pack=id', '@', 'a..b', 'a b', 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[', 'a\\b'],
    ...['/a', 'a/', 'a//b', 'a.', '.a', 'a/.b', 'a.lock', 'a.lock/b', 'a@{1}', 'a\n', '\u007f'],
  ])('%j is refused', (name) => {
    expect(refusal(() => checkBranchName(name))).toMatchObject({ code: 'usage' });
  });
});
