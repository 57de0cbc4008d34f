// npm run setup: installs what is missing, Debian's packages and Node's, and lets none of them start anything.
// Says nothing when there is nothing to do. Run by `npm test` and `npm run demo` first.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say } from './command.mjs';
import { installDebianPackages, missingDebianPackages } from './debian-packages.mjs';

const OLDEST_NODE = [20, 19];

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`optopo needs Node >= ${OLDEST_NODE.join('.')}; this is ${process.versions.node}`);
}

/** Whether node_modules is what package-lock.json asks for; optional packages may be for other platforms. */
function isNodeModulesCurrent() {
  const installed = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { optional, peer, version }]) =>
      path === '' || optional || peer || present[path]?.version === version,
  );
}

try {
  requireNode();
  const missing = missingDebianPackages();
  if (missing.length > 0) await installDebianPackages(missing);
  if (!isNodeModulesCurrent()) {
    say('setup: npm ci');
    // Whatever NODE_ENV says: the build and the tests need the development dependencies.
    await run('npm', ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error']);
  }
} catch (thrown) {
  say(`setup: ${thrown.message}`);
  process.exitCode = 1;
}
