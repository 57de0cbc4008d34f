// Times the watch daemon from an out-of-band change to the healed state, on 100 ports and 1,000 flows, in a lab of its
// own; then its CPU while nothing happens, and its memory after many drifts.
// As root, after npm run build: node bench/watch.mjs [REPEATS [DRIFTS]]
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isInLab, print, runInLab } from './in-lab.mjs';
import { cases } from './watch/cases.mjs';
import { startDaemon } from './watch/daemon.mjs';
import { openDatabase } from './watch/database.mjs';
import { Listener } from './watch/listener.mjs';
import { measure, measureIdle, measureMemory } from './watch/measure.mjs';
import { FLOWS, PORTS, topology } from './watch/topology.mjs';

async function measureAll(repeats, drifts) {
  // Not among files that change all the time.
  const directory = `${process.env.OPTOPO_STATE_DIR}/../desired`;
  mkdirSync(directory);
  const file = `${directory}/bench.yaml`;
  writeFileSync(file, topology());
  const database = openDatabase(`${process.env.OVS_RUNDIR}/db.sock`);
  const daemon = startDaemon(file);
  const first = await daemon.event(({ type }) => type === 'reconcile');
  print(`${PORTS} ports, ${FLOWS} flows: made in ${Math.round(first.duration_ms)} ms (${first.outcome})`);
  const flows = new Listener('ovs-ofctl', ['-O', 'OpenFlow15', 'monitor', 'br0', 'watch:!initial']);
  const addresses = new Listener('ip', ['-oneline', 'monitor', 'address']);
  await delay(1_000);
  try {
    print(
      `  ${'to healed'.padEnd(18)}${['median', 'p95', 'worst'].map((cell) => cell.padStart(10)).join('')}`,
    );
    await database.monitor({
      Port: [{ columns: ['name', 'tag'] }],
      Interface: [{ columns: ['name', 'ofport'] }],
    });
    const all = cases(database, flows, addresses);
    for (const one of all) await measure(one, repeats);
    await measureIdle(daemon.child.pid);
    if (drifts > 0) await measureMemory(daemon.child.pid, all[1], drifts);
  } finally {
    for (const { child } of [daemon, flows, addresses]) child.kill('SIGTERM');
    database.close();
  }
}

const [repeats, drifts] = [Number(process.argv[2] ?? 30), Number(process.argv[3] ?? 0)];
if (isInLab()) await measureAll(repeats, drifts);
else runInLab('watch-bench', fileURLToPath(import.meta.url), [repeats, drifts]);
