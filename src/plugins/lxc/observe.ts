import { containerId, portId } from '../../model/ids.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Fault, LiveResource } from '../../model/resource.ts';
import { mapBounded } from '../../wire/bounded.ts';
import { findHierarchy, readLimits } from '../../wire/lxc/cgroup.ts';
import { isFrozen } from '../../wire/lxc/freezer.ts';
import { findLeftOverTaps, ownDeviceNames } from '../../wire/lxc/own-devices.ts';
import type { RunningContainer } from '../../wire/lxc/process-table.ts';
import { isAlive } from '../../wire/lxc/process-table.ts';
import { selectTables } from '../../wire/ovsdb/select-tables.ts';
import type { PluginContext, StateQuery } from '../contract.ts';
import { attributesOfConfig, type Hierarchies } from './container-config.ts';
import { type Container, readContainers } from './containers.ts';
import { runningFaults, type Surroundings, stoppedFaults, withoutRestarts } from './faults.ts';
import { guestFaults, isLeftToOthers } from './guest-faults.ts';
import { type ContainerInterface, readInterfaces } from './interfaces.ts';
import { lookInside } from './look-inside.ts';
import { settledRunning } from './settled.ts';

/** Containers that are looked into at the same time. */
const CONCURRENCY = 8;

/**
 * Reads every container under the LXC path. Only those that are declared or owned are looked into; of others
 * config and state are read, which costs next to nothing.
 */
export async function observeContainers(context: PluginContext, query: StateQuery): Promise<LiveResource[]> {
  const { lxcPath } = context.host;
  const containers = await readContainers(lxcPath);
  const declared = new Map(query.desired.map((resource) => [resource.id, resource]));
  const owners = new Map(containers.map(({ name, mark }) => [name, mark?.owner]));
  const concerns = (name: string): boolean =>
    declared.has(containerId(name)) || owners.get(name) === context.owner;
  const running = await settledRunning(lxcPath, containers, concerns, context.signal);
  const hierarchies = currentHierarchies();
  const live = containers.map((container) =>
    liveResource(container, running.has(container.name), hierarchies),
  );
  const around = await surroundingsOf(context, live);
  const byName = new Map(containers.map((container) => [container.name, container]));
  await mapBounded(live, CONCURRENCY, async (resource) => {
    const container = byName.get(resource.name);
    if (!container || !concerns(resource.name)) return;
    const desired = declared.get(resource.id);
    const found = desired?.policy.unowned
      ? await guestFaults(context, desired, running.get(resource.name), around)
      : await faultsOf(context, resource, container, running.get(resource.name), around);
    resource.faults.push(...(isLeftToOthers(desired) ? withoutRestarts(found) : found));
  });
  return live;
}

/** Where limits are kept on this host. */
export function currentHierarchies(): Hierarchies {
  return { cpu: findHierarchy('cpu'), memory: findHierarchy('memory') };
}

/** MAC addresses by which left-over taps of a container are told. */
export function macsOf(container: Container, interfaces: readonly ContainerInterface[]): Set<string> {
  const declared = interfaces.flatMap(({ hwaddr, network_type }) =>
    network_type === 'socket' && hwaddr !== undefined ? [hwaddr] : [],
  );
  return new Set([...declared, ...(container.mark?.taps ?? [])]);
}

function liveResource(container: Container, runs: boolean, hierarchies: Hierarchies): LiveResource {
  const { name, config, mark } = container;
  const attributes: JsonObject = {
    ...(config === null ? {} : attributesOfConfig(config, hierarchies)),
    ...(mark?.template ? { template: mark.template } : {}),
    state: runs ? 'running' : 'stopped',
  };
  const sockets = readInterfaces(attributes.interfaces).filter(
    ({ network_type }) => network_type === 'socket',
  );
  return {
    id: containerId(name),
    kind: 'container',
    plugin: 'lxc',
    name,
    attributes,
    owner: mark?.owner ?? null,
    adopted: mark?.adopted ?? false,
    retained: mark?.retained ?? false,
    system: false,
    parent: null,
    dependsOn: sockets.map(({ port }) => portId(port)),
    faults: [],
  };
}

async function surroundingsOf(context: PluginContext, live: readonly LiveResource[]): Promise<Surroundings> {
  let rows: Promise<ReadonlySet<string>> | undefined;
  const handed = live.filter(({ attributes }) => attributes.state === 'running');
  return {
    ownDevices: await ownDeviceNames(),
    handedPorts: new Set(
      handed.flatMap(({ attributes }) => readInterfaces(attributes.interfaces).map(({ port }) => port)),
    ),
    portRows: () => {
      rows ??= portNames(context);
      return rows;
    },
  };
}

async function portNames(context: PluginContext): Promise<ReadonlySet<string>> {
  const { Port } = await selectTables(await context.ovsdb(), { Port: ['name'] }, { signal: context.signal });
  return new Set(Port.map(({ name }) => String(name)));
}

async function faultsOf(
  context: PluginContext,
  resource: LiveResource,
  container: Container,
  running: RunningContainer | undefined,
  around: Surroundings,
): Promise<Fault[]> {
  if (container.config === null) {
    return [{ code: 'no-config', message: 'only its mark is left of it', mend: 'replace' }];
  }
  const interfaces = readInterfaces(resource.attributes.interfaces);
  const strays = await findLeftOverTaps(macsOf(container, interfaces), { signal: context.signal });
  const leftOver = strays.map((name): Fault => {
    return { code: 'left-over-tap', message: `${name} is left over of an earlier start`, mend: 'update' };
  });
  // The ports of a retained container are gone with its declaration.
  if (resource.retained) return leftOver;
  if (running === undefined) return [...leftOver, ...(await stoppedFaults(interfaces, around))];
  try {
    const inside = await lookInside(running.init, interfaces, context.signal);
    const [network, limits] = [
      await runningFaults(interfaces, inside, around),
      await limitFaults(running, resource),
    ];
    const frozen = (await isFrozen(running.init)) ? [FROZEN] : [];
    return [...leftOver, ...orphanFaults(running, interfaces), ...frozen, ...network, ...limits];
  } catch (error) {
    if (isAlive(running.init)) throw error;
    // It ended while it was looked at.
    resource.attributes.state = 'stopped';
    return [...leftOver, ...(await stoppedFaults(interfaces, around))];
  }
}

const FROZEN: Fault = { code: 'frozen', message: 'it is frozen', mend: 'update' };

/** Without its LXC monitor nobody gives the taps back when it ends: they die with it, and have to be made anew. */
function orphanFaults({ monitor }: RunningContainer, interfaces: readonly ContainerInterface[]): Fault[] {
  if (monitor !== null) return [];
  const gone = { code: 'monitor-gone', message: 'its LXC monitor is gone', mend: 'restart' } as const;
  const taps = interfaces.filter(({ network_type }) => network_type === 'socket');
  return [
    gone,
    ...taps.map(({ port }): Fault => {
      const message = `the tap of ${port} will go with it`;
      return { code: 'tap-goes', message, mend: 'restart', rebuild: portId(port) };
    }),
  ];
}

async function limitFaults({ init }: RunningContainer, { attributes }: LiveResource): Promise<Fault[]> {
  const { vcpus, bytes } = await readLimits(init);
  const memory = bytes === null ? null : bytes / (1024 * 1024);
  const faults: [boolean, string][] = [
    [
      attributes.vcpus !== undefined && attributes.vcpus !== vcpus,
      `its CPU limit in force is ${vcpus ?? 'none'}`,
    ],
    [
      attributes.memory_mb !== undefined && attributes.memory_mb !== memory,
      `its memory limit in force is ${memory === null ? 'none' : `${memory} MB`}`,
    ],
  ];
  return faults.flatMap(([wrong, message]) =>
    wrong ? [{ code: 'limit-not-in-force', message, mend: 'update' }] : [],
  );
}
