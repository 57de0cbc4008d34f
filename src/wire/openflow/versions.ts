/** Every version, so that a bridge with `protocols` set finds one of its own; ovs-ofctl takes the highest. */
export const ALL_VERSIONS = 'OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15';

/**
 * True when a bridge speaks this version (13 is OpenFlow 1.3) or a later one. `protocols` is what its column of
 * that name holds; empty: all. It holds for the management socket too.
 */
export function speaks(protocols: readonly string[], version: number): boolean {
  return protocols.length === 0 || protocols.some((name) => Number(name.slice('OpenFlow'.length)) >= version);
}
