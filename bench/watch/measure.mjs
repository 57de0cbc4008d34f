import { setTimeout as delay } from 'node:timers/promises';
import { print } from '../in-lab.mjs';
import { familyOf, residentMb, TICKS_PER_SECOND, ticksOf } from './processes.mjs';
import { PORTS } from './topology.mjs';

/** V8 tidies its heap up once, 8 s after the last work; that is the end of the work, not idling. */
const TIDIED_UP_MS = 12_000;
const IDLE_MS = 20_000;
const HEALED_WITHIN_MS = 10_000;

function within(what, promise) {
  const late = delay(HEALED_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`not healed within ${HEALED_WITHIN_MS} ms: ${what}`);
  });
  return Promise.race([promise, late]);
}

function quantile(values, part) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
}

export async function measure({ name, change, healed }, repeats) {
  const times = [];
  for (let round = 0; round < repeats; round += 1) {
    const n = (round % PORTS) + 1;
    // Told from before the change on, so that nothing is missed.
    const back = healed(n);
    await change(n);
    const begun = performance.now();
    await within(`${name} ${n}`, back);
    times.push(performance.now() - begun);
    // The verifying reading of this one must not be part of the next one.
    await delay(150);
  }
  const cells = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)].map(
    (one) => `${one.toFixed(0)} ms`,
  );
  print(`  ${name.padEnd(18)}${cells.map((cell) => cell.padStart(10)).join('')}`);
}

export async function measureIdle(pid) {
  await delay(TIDIED_UP_MS);
  const family = familyOf(pid);
  const before = family.map(ticksOf);
  await delay(IDLE_MS);
  const ticks = family.map((one, index) => ticksOf(one) - before[index]);
  const percent = (sum) => ((sum / TICKS_PER_SECOND / (IDLE_MS / 1_000)) * 100).toFixed(2);
  const all = ticks.reduce((sum, one) => sum + one, 0);
  print(
    `idle for ${IDLE_MS / 1_000} s: ${percent(ticks[0])} % of one core, ${percent(all)} % with its ${family.length - 1} children`,
  );
}

export async function measureMemory(pid, tagged, drifts) {
  print(`memory: ${residentMb(pid).toFixed(0)} MB at first`);
  for (let drift = 1; drift <= drifts; drift += 1) {
    const n = (drift % PORTS) + 1;
    const back = tagged.healed(n);
    await tagged.change(n);
    await within(`drift ${drift}`, back);
    if (drift % Math.ceil(drifts / 10) === 0)
      print(`  after ${drift} drifts: ${residentMb(pid).toFixed(0)} MB`);
  }
}
