/** Containers as other people make, start, stop and kill them: with LXC's own tools, never through optopo. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settleGuest } from '../../src/wire/lxc/guest-files.ts';
import type { TestLab } from './lab.ts';
import { initPid } from './packets.ts';
import { waitFor } from './wait.ts';

/** What people do by hand to the containers of a lab. */
export function byHand(lab: TestLab) {
  const named = (name: string): string[] => ['-P', lab.lxcPath, '-n', name];
  const isRunning = async (name: string): Promise<boolean> =>
    (await lab.run('lxc-info', [...named(name), '-s', '-H'])).stdout.trim() === 'RUNNING';
  const ended = (pid: string): Promise<unknown> =>
    waitFor(async () => (await lab.run('ps', ['-p', pid], { accept: [0, 1] })).exitCode === 1, {
      what: `the end of process ${pid}`,
    });
  return {
    isRunning,
    /** A busybox container with these network settings (`lxc.net.0.type = veth`, …), stopped. */
    async make(name: string, network: readonly string[]): Promise<void> {
      const config = join(lab.dir, `${name}.conf`);
      await writeFile(config, `${network.join('\n')}\n`);
      await lab.run('lxc-create', [...named(name), '-f', config, '-t', 'busybox']);
      await settleGuest(join(lab.lxcPath, name, 'rootfs'), { hostname: undefined, addressed: ['eth0'] });
    },
    async start(...names: string[]): Promise<void> {
      for (const name of names) await lab.run('lxc-start', [...named(name), '-d']);
    },
    async stop(...names: string[]): Promise<void> {
      for (const name of names) await lab.run('lxc-stop', [...named(name), '-k']);
    },
    /** kill -9 of a container's first process, or of the LXC process that watches it; waits for the other's end. */
    async kill(name: string, what: 'init' | 'monitor'): Promise<void> {
      const init = String(await initPid(lab, name));
      const monitor = (await lab.run('ps', ['-o', 'ppid=', '-p', init])).stdout.trim();
      await lab.run('kill', ['-9', what === 'init' ? init : monitor]);
      await ended(what === 'init' ? monitor : init);
    },
    /** Runs `ip` in a container's network. */
    async ip(name: string, ...args: string[]): Promise<string> {
      const target = `--target=${await initPid(lab, name)}`;
      return (await lab.run('nsenter', [target, '--net', '--', 'ip', ...args])).stdout;
    },
  };
}

/** What Open vSwitch has, as its own tools say it. */
export function openVswitch(lab: TestLab) {
  const vsctl = async (...args: string[]): Promise<string> =>
    (await lab.run('ovs-vsctl', ['-t', '5', ...args])).stdout.trim();
  return {
    vsctl,
    ports: async (bridge: string): Promise<string[]> =>
      (await vsctl('list-ports', bridge)).split('\n').filter(Boolean).sort(),
    /** Error texts of interfaces that ovs-vswitchd could not open. */
    errors: async (): Promise<string> => vsctl('--bare', '--columns=error', 'list', 'Interface'),
    /** The matches of all flows, sorted. */
    async matches(bridge: string): Promise<string[]> {
      const args = ['--names', '--no-stats', 'dump-flows', bridge];
      const lines = (await lab.run('ovs-ofctl', args)).stdout.split('\n');
      return lines.flatMap((line) => /priority=\d+(?:,(\S+))? actions/.exec(line)?.[1] ?? []).sort();
    },
  };
}
