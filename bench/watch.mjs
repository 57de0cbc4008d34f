// Times the watch daemon from an out-of-band change to the healed state, on 100 ports and 1,000 flows, in a lab of its
// own; then its CPU while nothing happens, and its memory after many drifts.
// As root, after npm run build: node bench/watch.mjs [REPEATS [DRIFTS]]
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const PROGRAM = fileURLToPath(new URL('../dist/optopo.js', import.meta.url));
const PORTS = 100;
const FLOWS = 1_000;
const IDLE_MS = 20_000;
const HEALED_WITHIN_MS = 10_000;
const TICKS_PER_SECOND = 100;
const PAGE_KB = 4;

function run(file, args) {
  const { status, error, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error?.message ?? stderr + stdout}`);
  return stdout;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

/** 100 tagged ports with an address each, 10 flows a port. */
function topology() {
  const each = Array.from({ length: PORTS }, (_, index) => index + 1);
  const ports = each.map(
    (n) =>
      `  p${n}: { bridge: br0, type: internal, tag: ${n}, ofport_request: ${n}, addresses: [10.8.${n}.1/24] }`,
  );
  const flows = Array.from({ length: FLOWS }, (_, index) => {
    const port = (index % PORTS) + 1;
    const to = (port % PORTS) + 1;
    return `  - { bridge: br0, priority: ${100 + Math.floor(index / PORTS)}, match: "in_port=p${port},ip", actions: "output:p${to}" }`;
  });
  const head = 'version: 1\nname: bench\nbridges:\n  br0: { datapath_type: netdev, fail_mode: secure }';
  return `${[head, 'ports:', ...ports, 'flows:', ...flows].join('\n')}\n`;
}

/** One connection to ovsdb-server that makes changes and waits for rows, without starting a program. */
function openDatabase(path) {
  const socket = connect(path);
  const waiting = new Map();
  let text = '';
  let id = 0;
  socket.setEncoding('utf8');
  socket.on('data', (data) => {
    text += data;
    for (;;) {
      const end = endOfJson(text);
      if (end === 0) return;
      const message = JSON.parse(text.slice(0, end));
      text = text.slice(end);
      if (message.method === 'echo')
        socket.write(JSON.stringify({ id: message.id, result: message.params, error: null }));
      else if (message.method === 'update') hear(message.params[1]);
      else waiting.get(message.id)?.(message.result);
    }
  });
  const call = (method, ...params) =>
    new Promise((resolve) => {
      id += 1;
      waiting.set(id, resolve);
      socket.write(JSON.stringify({ id, method, params: ['Open_vSwitch', ...params] }));
    });
  let heard = () => undefined;
  const hear = (tables) => {
    for (const [table, rows] of Object.entries(tables))
      for (const { new: row } of Object.values(rows)) if (row !== undefined) heard(table, row);
  };
  return {
    transact: (...operations) => call('transact', ...operations),
    /** From now on the server tells of every change of these columns. */
    monitor: (tables) => call('monitor', null, tables),
    /** Resolves with the next changed or new row that `wanted` takes. */
    update: (wantedTable, wanted) =>
      new Promise((resolve) => {
        heard = (table, row) => {
          if (table === wantedTable && wanted(row)) resolve(row);
        };
      }),
    close: () => socket.destroy(),
  };
}

/** Where the first JSON object in the text ends; 0 when it is not whole. */
function endOfJson(text) {
  let depth = 0;
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (inside) {
      if (letter === '\\') at += 1;
      else if (letter === '"') inside = false;
    } else if (letter === '"') inside = true;
    else if (letter === '{') depth += 1;
    else if (letter === '}') depth -= 1;
    if (!inside && depth === 0 && letter === '}') return at + 1;
  }
  return 0;
}

/** The daemon, with its events as they come. */
function startDaemon(file) {
  const child = spawn(
    process.execPath,
    [PROGRAM, 'watch', file, '--fight-count', '1000000', '--max-repairs', '1000000'],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
    },
  );
  const events = [];
  let wake = () => undefined;
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.startsWith('{')) print(line);
    else {
      events.push(JSON.parse(line));
    }
    if (events.length > 100) events.shift();
    wake();
  });
  return {
    child,
    async event(wanted) {
      for (;;) {
        const found = events.find(wanted);
        if (found) return found;
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** Resolves with the first line that `wanted` takes; nothing is asked meanwhile, which would take time from what is measured. */
class Listener {
  #wanted = () => false;
  #heard = () => undefined;

  constructor(file, args) {
    this.child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    // `ovs-ofctl monitor` prints on stderr.
    for (const input of [this.child.stdout, this.child.stderr])
      createInterface({ input }).on('line', (line) => this.line(line));
  }

  line(line) {
    if (this.#wanted(line)) this.#heard();
  }

  next(wanted) {
    this.#wanted = wanted;
    return new Promise((resolve) => {
      this.#heard = resolve;
    });
  }
}

function within(what, promise) {
  const late = delay(HEALED_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`not healed within ${HEALED_WITHIN_MS} ms: ${what}`);
  });
  return Promise.race([promise, late]);
}

/** Each case makes a change to the nth port, once it is told when the change is there, and hears when it is healed. */
function cases(database, flows, addresses) {
  const rows = async (table, where, columns) =>
    (await database.transact({ op: 'select', table, where, columns }))[0].rows;
  const named = (name) => [['name', '==', name]];
  return [
    {
      name: 'port deleted',
      async change(n) {
        const [port] = await rows('Port', named(`p${n}`), ['_uuid']);
        await database.transact({
          op: 'mutate',
          table: 'Bridge',
          where: named('br0'),
          mutations: [['ports', 'delete', port._uuid]],
        });
      },
      // Attached again, with its number.
      healed: (n) => database.update('Interface', ({ name, ofport }) => name === `p${n}` && ofport > 0),
    },
    {
      name: 'tag changed',
      change: (n) =>
        database.transact({ op: 'update', table: 'Port', where: named(`p${n}`), row: { tag: 4000 } }),
      healed: (n) => database.update('Port', ({ name, tag }) => name === `p${n}` && tag === n),
    },
    {
      name: 'flow deleted',
      change: (n) =>
        run('ovs-ofctl', [
          '-O',
          'OpenFlow15',
          '--strict',
          'del-flows',
          'br0',
          `priority=100,in_port=${n},ip`,
        ]),
      healed: (n) => flows.next((line) => line.includes('event=ADDED') && line.includes(` ip,in_port=${n} `)),
    },
    {
      name: 'address flushed',
      change: (n) => run('ip', ['address', 'flush', 'dev', `p${n}`]),
      healed: (n) =>
        addresses.next((line) => !line.startsWith('Deleted') && line.includes(` 10.8.${n}.1/24 `)),
    },
  ];
}

function quantile(values, part) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
}

async function measure({ name, change, healed }, repeats) {
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

/** CPU of a process and the children that it has, in clock ticks. */
function ticksOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function familyOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

function residentMb(pid) {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_KB) / 1024;
}

async function measureIdle(pid) {
  await delay(2_000);
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

async function measureMemory(pid, tagged, drifts) {
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

/** Runs this same script inside a lab, and takes the lab down whatever happens. */
function openLabAndRun(repeats, drifts) {
  const lab = `watch-bench-${process.pid}`;
  run(process.execPath, [PROGRAM, 'lab', 'up', lab]);
  try {
    const inside = [
      PROGRAM,
      'lab',
      'run',
      lab,
      '--',
      process.execPath,
      SELF,
      String(repeats),
      String(drifts),
    ];
    process.exitCode = spawnSync(process.execPath, inside, { stdio: 'inherit' }).status ?? 1;
  } finally {
    run(process.execPath, [PROGRAM, 'lab', 'down', lab]);
  }
}

const [repeats, drifts] = [Number(process.argv[2] ?? 30), Number(process.argv[3] ?? 0)];
if (process.env.OPTOPO_LAB === undefined) openLabAndRun(repeats, drifts);
else await measureAll(repeats, drifts);
