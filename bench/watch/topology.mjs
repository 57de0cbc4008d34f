export const PORTS = 100;
export const FLOWS = 1_000;

/** 100 tagged ports with an address each, 10 flows a port. */
export function topology() {
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
