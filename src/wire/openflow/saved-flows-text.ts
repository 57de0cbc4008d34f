import { isDefaultFlow as isDefault } from './default-flow.ts';
import { parseFlowText } from './flow-text.ts';

/** The entries of a dump; its first line names the reply, entries are indented by one blank. */
export function listedLines(dump: string): string[] {
  return dump
    .split('\n')
    .filter((line) => line.startsWith(' '))
    .map((line) => line.trim());
}

/** OVS's own flow of a standalone bridge: cookie 0, table 0, priority 0, every packet, NORMAL. */
export function isDefaultFlow(flow: string): boolean {
  return isDefault(parseFlowText(flow));
}

/** Groups and flows as `ovs-ofctl bundle` takes them; a group that survived is written anew. */
export function bundleLines(groups: readonly string[], flows: readonly string[]): string {
  const lines = [
    ...groups.map((group) => `group add_or_mod ${group}`),
    ...flows.map((flow) => `flow add ${flow}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * Meters of a `dump-meters` reply as `add-meter` takes them. Printed is `meter=1 kbps burst bands=`, then a
 * line for each band, `type=drop rate=1000 burst_size=100`; taken is
 * `meter=1,kbps,burst,bands=type=drop,rate=1000,burst_size=100` (ovs-ofctl(8)).
 */
export function meterSpecs(dump: string): string[] {
  const meters: { head: string[]; bands: string[] }[] = [];
  for (const line of dump.split('\n').map((text) => text.trim())) {
    if (line.startsWith('meter=')) meters.push({ head: line.split(/\s+/), bands: [] });
    else if (line.startsWith('type=')) meters.at(-1)?.bands.push(line.split(/\s+/).join(','));
  }
  return meters.map(({ head, bands }) => {
    const parts = head.filter((word) => word !== 'bands=');
    return [...parts, `bands=${bands.join(',')}`].join(',');
  });
}
