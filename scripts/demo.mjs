// npm run demo: from a new clone to a running network and back to nothing, in a lab, with every command shown.
import { CommandFailure, ROOT, run, say } from './command.mjs';
import { Program } from './demo/program.mjs';
import { provePath } from './demo/proof.mjs';
import { resultTree } from './demo/tree.mjs';

const LAB = 'demo';
const FILE = 'topologies/privacy-router.yaml';
const SETTINGS = ['--set', 'template=busybox'];
const BRIDGE = 'ovs-br0';

async function prepare() {
  await run(process.execPath, ['scripts/setup.mjs']);
  await run(process.execPath, ['scripts/build.mjs']);
}

async function show(program) {
  program.title('The topology file: is it right?');
  await program.show(['validate', FILE, ...SETTINGS]);
  program.title('What would be done, and why?');
  await program.show(['plan', FILE, ...SETTINGS]);
  program.title('Do it, and read the host again to be sure');
  await program.show(['apply', FILE, ...SETTINGS, '--yes']);
  program.title('What is there now');
  program.print(resultTree(program, BRIDGE));
  program.title('Traffic takes the chain 100 <-> 101 <-> 102, and only the chain');
  await provePath(program);
  program.title('Once more: nothing is left to do');
  await program.show(['apply', FILE, ...SETTINGS, '--yes']);
  await program.show(['status']);
  program.title('Take it all back');
  await program.show(['destroy', FILE, ...SETTINGS, '--yes']);
}

async function demonstrate() {
  const begun = performance.now();
  await prepare();
  const program = new Program(LAB);
  program.title('A lab: its own network, its own Open vSwitch; nothing of this host is touched');
  program.print(`(to follow by hand: alias optopo=${ROOT}dist/optopo.js)`);
  await program.showOnHost(['lab', 'up', LAB]);
  try {
    await show(program);
  } finally {
    program.title('Remove the lab');
    await program.removeLab();
  }
  say(
    `\nDone in ${((performance.now() - begun) / 1000).toFixed(1)} s. Go on by hand: README.md, five minutes.`,
  );
}

try {
  await demonstrate();
} catch (thrown) {
  say(`demo: ${thrown.message}`);
  process.exitCode = thrown instanceof CommandFailure ? thrown.status : 1;
}
