import { runGit, whatGitSaid } from './run-git.ts';

/** What GnuPG's status lines mean (doc/DETAILS, "General status codes"). */
const GPG_STATUS: readonly [line: RegExp, why: (rest: string) => string][] = [
  [/^BADSIG (.*)/, (signer) => `its signature by ${signer} does not fit its content`],
  [/^EXPSIG (.*)/, (signer) => `its signature by ${signer} has expired`],
  [/^EXPKEYSIG (.*)/, (signer) => `it is signed with an expired key: ${signer}`],
  [/^REVKEYSIG (.*)/, (signer) => `it is signed with a revoked key: ${signer}`],
  [/^NO_PUBKEY (.*)/, (key) => `it is signed with the key ${key}, which is not in the keyring`],
  [/^ERRSIG (\S*)/, (key) => `its signature with the key ${key} cannot be checked`],
];

/**
 * Why a commit's signature is not good by `git verify-commit`, in a sentence; `null` when it is good. Which keys
 * are trusted git's own configuration says (`gpg.ssh.allowedSignersFile`, the keyring, `gpg.minTrustLevel`);
 * `allowedSigners` replaces the first. Throws `timeout` and `unreachable`: then nothing is known.
 */
export async function signatureProblem(
  gitDir: string,
  commit: string,
  allowedSigners: string | undefined,
  signal: AbortSignal,
): Promise<string | null> {
  const signers = allowedSigners === undefined ? [] : ['-c', `gpg.ssh.allowedSignersFile=${allowedSigners}`];
  const args = [...signers, 'verify-commit', '--raw', commit];
  const result = await runGit(args, { gitDir, accept: [0, 1, 128], signal });
  if (result.exitCode === 0) return null;
  if (result.stderr.trim() === '') return 'it is not signed';
  return gpgProblem(result.stderr) ?? `its signature is not good: ${whatGitSaid(result)}`;
}

function gpgProblem(stderr: string): string | null {
  const lines = stderr.split('\n').map((line) => line.replace(/^\[GNUPG:\] /, ''));
  for (const [pattern, why] of GPG_STATUS) {
    const found = lines.map((line) => pattern.exec(line)).find((match) => match !== null);
    if (found) return why(found[1] as string);
  }
  return null;
}
