import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

interface Update {
  headings: string[];
  data: unknown[][];
}

/** A row of a port was made. */
export interface PortInsert {
  name: string;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * Notes, beside optopo and by other means, when rows of ports are made: `ovsdb-client monitor` prints a table for
 * every transaction. There has to be a port already.
 */
export async function notePortInserts() {
  const args = ['--format=json', 'monitor', `unix:${process.env.OVS_RUNDIR}/db.sock`];
  const child = spawn('ovsdb-client', [...args, 'Open_vSwitch', 'Port', 'name'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const inserts: PortInsert[] = [];
  const lines = createInterface({ input: child.stdout });
  const first = once(lines, 'line');
  lines.on('line', (line) => {
    const { headings, data } = JSON.parse(line) as Update;
    const [action, name] = [headings.indexOf('action'), headings.indexOf('name')];
    const made = data.filter((row) => row[action] === 'insert');
    inserts.push(...made.map((row) => ({ name: String(row[name]), at: Date.now() })));
  });
  const died = once(child, 'exit').then(() => Promise.reject(new Error('ovsdb-client has ended')));
  await Promise.race([first, died]);
  died.catch(() => undefined);
  return {
    inserts,
    async stop(): Promise<void> {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
