// Times optopo and a tuned shell script that does the same, as whole processes side by side, in a lab of its own.
// As root, after npm run build: npm run bench [-- REPEATS]
import { fileURLToPath } from 'node:url';
import { isInLab, PROGRAM, print, run, runInLab } from './in-lab.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROUTER = fileURLToPath(new URL('../topologies/privacy-router.yaml', import.meta.url));

const CASES = [
  {
    name: 'privacy router: 3 containers, 4 ports, 8 flows',
    topology: [ROUTER, `${HERE}unchecked.yaml`, '--set', 'template=busybox'],
    script: `${HERE}privacy-router.sh`,
  },
  {
    name: '100 ports, 100 flows',
    topology: [`${HERE}hundred-ports.yaml`],
    script: `${HERE}hundred-ports.sh`,
  },
];

function milliseconds(file, args) {
  const begun = performance.now();
  run(file, args);
  return performance.now() - begun;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** From nothing, then with nothing to do, then gone again: one after the other, so that both meet the same load. */
function measure({ topology, script }, repeats) {
  const times = { first: { optopo: [], shell: [] }, again: { optopo: [], shell: [] } };
  const optopo = (command) => [process.execPath, [PROGRAM, command, ...topology]];
  for (let round = 0; round < repeats; round += 1) {
    times.first.optopo.push(milliseconds(...optopo('apply')));
    times.again.optopo.push(milliseconds(...optopo('apply')));
    run(...optopo('destroy'));
    times.first.shell.push(milliseconds('sh', [script, 'up']));
    times.again.shell.push(milliseconds('sh', [script, 'up']));
    run('sh', [script, 'down']);
  }
  return times;
}

function line(label, { optopo, shell }) {
  const [ours, theirs] = [median(optopo), median(shell)];
  const cells = [`${ours.toFixed(0)} ms`, `${theirs.toFixed(0)} ms`, `x ${(ours / theirs).toFixed(2)}`];
  return `  ${label.padEnd(16)}${cells.map((cell) => cell.padStart(10)).join('')}`;
}

function measureAll(repeats) {
  const header = ['optopo', 'shell', 'ratio'].map((cell) => cell.padStart(10)).join('');
  for (const one of CASES) {
    const { first, again } = measure(one, repeats);
    print(`${one.name}\n  ${' '.repeat(16)}${header}`);
    print(`${line('from nothing', first)}\n${line('nothing to do', again)}`);
  }
  const floor = Array.from({ length: repeats }, () => milliseconds(process.execPath, ['--eval', '']));
  print(`medians of ${repeats}; starting Node itself takes ${median(floor).toFixed(0)} ms`);
}

const repeats = Number(process.argv[2] ?? 5);
if (!Number.isInteger(repeats) || repeats < 1)
  throw new Error('the number of repeats is a whole number from 1');
if (isInLab()) measureAll(repeats);
else runInLab('bench', fileURLToPath(import.meta.url), [repeats]);
