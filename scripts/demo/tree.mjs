// The running network as a tree, read from the daemons in the lab.

/** The bridge, its ports, and who is behind them. */
export function resultTree(program, bridge) {
  const ports = lines(program.read(['ovs-vsctl', '--timeout=5', 'list-ports', bridge]));
  const containers = new Map(containersIn(program).map((container) => [container.port, container]));
  const flows = program.read(['ovs-ofctl', '--timeout=5', 'dump-flows', bridge]).match(/actions=/g) ?? [];
  const rows = ports.map((port) => [port, behind(program, port, containers.get(port))]);
  const width = Math.max(...ports.map((port) => port.length));
  const branches = rows.map(
    ([port, text], index) => `${index === rows.length - 1 ? '└─' : '├─'} ${port.padEnd(width)}  ${text}`,
  );
  return [`${bridge}  (Open vSwitch, ${flows.length} flows)`, ...branches].join('\n');
}

function behind(program, port, container) {
  if (container === undefined) return `${addressesOf(program, port).join(' ')}  (host)`;
  return `${container.address}  container ${container.name}, ${container.hostname}`;
}

function containersIn(program) {
  return lines(program.read(['lxc-ls', '-1'])).map((name) => {
    const setting = (key) => program.read(['lxc-info', '-n', name, '-c', key, '-H']).split('=').at(-1).trim();
    const address = program.read(['lxc-info', '-n', name, '-i', '-H']).trim();
    return { name, address, port: setting('lxc.net.0.link'), hostname: setting('lxc.uts.name') };
  });
}

function addressesOf(program, device) {
  const [link] = JSON.parse(program.read(['ip', '-json', '-4', 'address', 'show', 'dev', device]));
  return link.addr_info.map(({ local }) => local);
}

function lines(text) {
  return text.split('\n').filter((line) => line !== '');
}
