// made by scripts/generate.mjs from schemas/topology.schema.json; change that and run: npm run generate

/**
 * Addresses on the bridge's own internal port, each with its prefix length.
 */
export type Addresses = string[] | null;
/**
 * Entries of the column external_ids; others' entries are left alone.
 */
export type StringMap = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Entries of the column other_config; others' entries are left alone.
 */
export type StringMap1 = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore = string[] | null;
/**
 * VLANs that a trunk carries; none listed means all.
 */
export type Trunks = number[] | null;
/**
 * Addresses on the port's device, each with its prefix length.
 */
export type Addresses1 = string[] | null;
/**
 * Entries of the column external_ids; others' entries are left alone.
 */
export type StringMap2 = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Entries of the column other_config; others' entries are left alone.
 */
export type StringMap3 = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore1 = string[] | null;
/**
 * Addresses on the link, each with its prefix length.
 */
export type Addresses2 = string[] | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore2 = string[] | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore3 = string[] | null;
/**
 * Addresses on the interface, inside the container, each with its prefix length.
 */
export type Addresses3 = string[] | null;
/**
 * VLANs that a trunk carries; none listed means all.
 */
export type Trunks1 = number[] | null;
/**
 * Entries of the column external_ids; others' entries are left alone.
 */
export type StringMap4 = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Entries of the column other_config; others' entries are left alone.
 */
export type StringMap5 = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore4 = string[] | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore5 = string[] | null;
/**
 * VLANs that a trunk carries; none listed means all.
 */
export type Trunks2 = number[] | null;
/**
 * Entries of the column external_ids; others' entries are left alone. {port_name} and {container} stand for the container's.
 */
export type StringMap6 = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Entries of the column other_config; others' entries are left alone. {port_name} and {container} stand for the container's.
 */
export type StringMap7 = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Fields of the port that are set when it is made, and when they change here, and are never compared else.
 */
export type Ignore6 = string[] | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore7 = string[] | null;
/**
 * Fields that are set when the object is made, and when they change here, and are never compared else.
 */
export type Ignore8 = string[] | null;

/**
 * One host's Open vSwitch bridges and ports, LXC containers, kernel links, addresses and routes, and OpenFlow flows.
 */
export interface TopologyDocument {
  /**
   * Version of the document format.
   */
  version: 1;
  /**
   * Name of the topology, the owner of everything that it creates: lower-case letters, digits and dashes, at most 40.
   */
  name: string;
  /**
   * Variables: ${name} anywhere in a string stands for the value. --set NAME=VALUE overrides.
   */
  vars?: {
    [k: string]: unknown;
  } | null;
  /**
   * What watch does when the host differs from this topology: enforce (default) repairs it, report only tells it. An object's own heal comes first.
   */
  heal?: 'enforce' | 'report';
  /**
   * Open vSwitch bridges by name.
   */
  bridges?: {
    [k: string]: Bridge;
  } | null;
  /**
   * Ports of the bridges by name.
   */
  ports?: {
    [k: string]: Port;
  } | null;
  /**
   * Kernel links by name.
   */
  links?: {
    [k: string]: Link;
  } | null;
  /**
   * Routes of the kernel.
   */
  routes?: Route[] | null;
  /**
   * LXC containers by name.
   */
  containers?: {
    [k: string]: Container;
  } | null;
  /**
   * Containers that others make, start and stop: what each running one is given.
   */
  discover?: {
    [k: string]: Discover;
  } | null;
  /**
   * OpenFlow flows.
   */
  flows?: Flow[] | null;
  /**
   * What has to reach what, and what must not: checked with real packets after an apply and by `optopo check`.
   */
  expect?: Expect[] | null;
}
/**
 * An Open vSwitch bridge. null, in a later file, removes it.
 */
export interface Bridge {
  /**
   * system: the kernel datapath. netdev: the userspace datapath, which needs no kernel module.
   */
  datapath_type?: 'system' | 'netdev' | null;
  /**
   * secure: without a controller only the declared flows forward. standalone: it learns like a switch.
   */
  fail_mode?: 'secure' | 'standalone' | null;
  /**
   * MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.
   */
  mtu?: number | null;
  /**
   * The MTU to set, under its OVSDB column name. Not together with mtu.
   */
  mtu_request?: number | null;
  /**
   * State of the bridge's own device; up unless it says down.
   */
  state?: 'up' | 'down' | null;
  addresses?: Addresses;
  /**
   * MAC address of the device.
   */
  hwaddr?: string | null;
  /**
   * OpenFlow versions that the bridge speaks.
   */
  protocols?:
    ('OpenFlow10' | 'OpenFlow11' | 'OpenFlow12' | 'OpenFlow13' | 'OpenFlow14' | 'OpenFlow15')[] | null;
  /**
   * Targets of OpenFlow controllers, such as tcp:192.0.2.1:6653.
   */
  controller?: string[] | null;
  /**
   * Spanning Tree Protocol.
   */
  stp_enable?: boolean | null;
  /**
   * Rapid Spanning Tree Protocol.
   */
  rstp_enable?: boolean | null;
  /**
   * Multicast snooping.
   */
  mcast_snooping_enable?: boolean | null;
  external_ids?: StringMap;
  other_config?: StringMap1;
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore;
  /**
   * Take over an object that exists and has no owner.
   */
  adopt?: boolean;
  /**
   * The bridge must exist; it is used and never changed, created or deleted.
   */
  external?: boolean;
}
/**
 * A port of an Open vSwitch bridge. null, in a later file, removes it.
 */
export interface Port {
  /**
   * Name of the bridge, which is declared under bridges.
   */
  bridge: string;
  /**
   * internal: a device that Open vSwitch makes. system (default): a device of the kernel that exists or comes.
   */
  type?: 'internal' | 'system';
  /**
   * Name of the device, where it is not the port's name. Open vSwitch and OpenFlow know it by this name.
   */
  interface?: string;
  /**
   * The device may be missing; the port is attached when it appears.
   */
  optional?: boolean;
  /**
   * VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.
   */
  tag?: number | null;
  trunks?: Trunks;
  /**
   * access, trunk, native-tagged, native-untagged or dot1q-tunnel.
   */
  vlan_mode?: 'access' | 'trunk' | 'native-tagged' | 'native-untagged' | 'dot1q-tunnel' | null;
  /**
   * MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.
   */
  mtu?: number | null;
  /**
   * The MTU to set, under its OVSDB column name. Not together with mtu.
   */
  mtu_request?: number | null;
  /**
   * The OpenFlow port number to ask for: 1 to 65279.
   */
  ofport_request?: number | null;
  /**
   * MAC address of the device.
   */
  hwaddr?: string | null;
  /**
   * MAC address under its OVSDB column name. Not together with hwaddr.
   */
  mac?: string | null;
  /**
   * State of the device; up unless it says down.
   */
  state?: 'up' | 'down' | null;
  addresses?: Addresses1;
  external_ids?: StringMap2;
  other_config?: StringMap3;
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore1;
  /**
   * Take over an object that exists and has no owner.
   */
  adopt?: boolean;
  /**
   * The port must exist; it is used and never changed, created or deleted.
   */
  external?: boolean;
}
/**
 * A kernel link that is no Open vSwitch port: one that exists, or one that is created where kind is given. null, in a later file, removes it.
 */
export interface Link {
  /**
   * What to create. Without it the link exists already and is never owned or deleted.
   */
  kind?: 'veth' | 'dummy' | 'bridge' | 'ifb' | 'macvlan';
  /**
   * Name of the other end of a veth pair.
   */
  peer?: string;
  /**
   * Name of the device that a macvlan sits on.
   */
  link?: string;
  /**
   * up or down; a created link is up unless it says down.
   */
  state?: 'up' | 'down' | null;
  /**
   * MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.
   */
  mtu?: number | null;
  /**
   * MAC address of the device.
   */
  hwaddr?: string | null;
  addresses?: Addresses2;
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore2;
  /**
   * Take over an object that exists and has no owner.
   */
  adopt?: boolean;
}
/**
 * A route of the kernel.
 */
export interface Route {
  /**
   * Destination: a network with its prefix length, or default.
   */
  to: string;
  /**
   * Address of the next hop.
   */
  via?: string;
  /**
   * Name of the device.
   */
  dev?: string;
  /**
   * Priority among routes to one destination; the lowest wins.
   */
  metric?: number;
  /**
   * Routing table: its number, or main (default), local or default.
   */
  table?: number | string;
  /**
   * Source address that the host prefers on this route.
   */
  src?: string;
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore3;
  /**
   * Take over an object that exists and has no owner.
   */
  adopt?: boolean;
}
/**
 * An LXC container; the key is its name. null, in a later file, removes it.
 */
export interface Container {
  /**
   * Host name inside the container.
   */
  hostname?: string | null;
  /**
   * LXC template that makes the root file system: its name, or its name and arguments.
   */
  template?:
    | string
    | {
        /**
         * Name of the template.
         */
        name: string;
        /**
         * Arguments of the template: name: x becomes --name x.
         */
        args?: {
          [k: string]: string | number | boolean;
        } | null;
      };
  resources?: ContainerResources;
  /**
   * running (default), stopped, or unmanaged: others start and stop it, its ports come and go with it.
   */
  state?: 'running' | 'stopped' | 'unmanaged' | null;
  /**
   * Start it when the host boots.
   */
  autostart?: boolean | null;
  /**
   * Make an error of a limit that the host cannot enforce.
   */
  strict?: boolean;
  /**
   * Network interfaces; each key is the name inside the container.
   */
  interfaces?: {
    [k: string]: ContainerInterface;
  } | null;
  /**
   * What becomes of the data when the container is no longer declared: retain (default) or destroy.
   */
  on_remove?: 'retain' | 'destroy';
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore5;
  /**
   * Take over a container that exists and has no owner.
   */
  adopt?: boolean;
  /**
   * The container must exist; it is used and never changed, created or deleted.
   */
  external?: boolean;
}
/**
 * Limits of the container.
 */
export interface ContainerResources {
  /**
   * Processors, fractions allowed.
   */
  vcpus?: number | null;
  /**
   * Memory in MiB.
   */
  memory_mb?: number | null;
  /**
   * Size of the root file system in GiB. A plain directory cannot limit it: a warning, or an error with strict: true.
   */
  storage_gb?: number | null;
}
/**
 * A network interface of a container, together with its port on the bridge. null, in a later file, removes it.
 */
export interface ContainerInterface {
  /**
   * Name of the bridge, which is declared under bridges.
   */
  bridge: string;
  /**
   * Name of the port. Default: sock_ or veth_ and the container's name.
   */
  port?: string;
  /**
   * socket (default): an internal port that is moved into the container. veth: a pair whose host end is the port.
   */
  network_type?: 'socket' | 'veth';
  /**
   * MAC address of the interface.
   */
  hwaddr?: string | null;
  /**
   * MAC address under its OVSDB column name. Not together with hwaddr.
   */
  mac?: string | null;
  addresses?: Addresses3;
  /**
   * Default gateway, in the subnet of one of the addresses.
   */
  gateway?: string | null;
  /**
   * MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.
   */
  mtu?: number | null;
  /**
   * The MTU to set, under its OVSDB column name. Not together with mtu.
   */
  mtu_request?: number | null;
  /**
   * VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.
   */
  tag?: number | null;
  trunks?: Trunks1;
  /**
   * access, trunk, native-tagged, native-untagged or dot1q-tunnel.
   */
  vlan_mode?: 'access' | 'trunk' | 'native-tagged' | 'native-untagged' | 'dot1q-tunnel' | null;
  /**
   * The OpenFlow port number to ask for: 1 to 65279.
   */
  ofport_request?: number | null;
  /**
   * State of the host end of a veth pair; up unless it says down.
   */
  state?: 'up' | 'down' | null;
  external_ids?: StringMap4;
  other_config?: StringMap5;
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore4;
  /**
   * Take over a port that exists and has no owner.
   */
  adopt?: boolean;
}
/**
 * Ports and flows for running containers that nobody declares; they come and go with the container. null, in a later file, removes it.
 */
export interface Discover {
  /**
   * Names of LXC containers, one or a list; * stands for any characters, ? for one. The first entry of discover that names a container counts.
   *
   * @minItems 1
   */
  select: string | [string, ...string[]];
  interface: DiscoveredInterface;
  /**
   * What watch does when a port of this entry differs: enforce (default) repairs it, report only tells it. It comes and goes with its container in any case.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore6;
  /**
   * Flows for each of the ports.
   */
  flows?: DiscoveredFlow[] | null;
}
/**
 * The interface and its port.
 */
export interface DiscoveredInterface {
  /**
   * Name of the bridge, which is declared under bridges.
   */
  bridge: string;
  /**
   * Name of the device inside the container; default eth0.
   */
  name?: string;
  /**
   * socket (default): an internal port that is moved into the running container. veth: the pair that the container was started with; its host end is the port.
   */
  network_type?: 'socket' | 'veth';
  /**
   * MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.
   */
  mtu?: number | null;
  /**
   * The MTU to set, under its OVSDB column name. Not together with mtu.
   */
  mtu_request?: number | null;
  /**
   * VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.
   */
  tag?: number | null;
  trunks?: Trunks2;
  /**
   * access, trunk, native-tagged, native-untagged or dot1q-tunnel.
   */
  vlan_mode?: 'access' | 'trunk' | 'native-tagged' | 'native-untagged' | 'dot1q-tunnel' | null;
  external_ids?: StringMap6;
  other_config?: StringMap7;
}
/**
 * A flow that each discovered container is given; its match names {port_name}.
 */
export interface DiscoveredFlow {
  /**
   * Name of the bridge; default the interface's.
   */
  bridge?: string;
  /**
   * Flow table, 0 (default) to 254.
   */
  table?: number;
  /**
   * 0 to 65535, default 32768; the highest that matches wins.
   */
  priority?: number;
  /**
   * What the flow matches, as ovs-ofctl writes it, or as a map of fields. {port_name} stands for the container's port and has to be in it. Put it in quotes.
   */
  match:
    | string
    | {
        [k: string]: string | number | boolean | null;
      };
  /**
   * What it does, as ovs-ofctl writes it, or as a list. {port_name} stands for the container's port. Put it in quotes.
   *
   * @minItems 1
   */
  actions: string | [string, ...string[]];
  /**
   * For people; not sent to the switch.
   */
  description?: string;
  /**
   * The lower 32 bits of the cookie: a number, or hexadecimal text such as 0x2a.
   */
  cookie?: number | string;
  /**
   * Seconds without traffic until it goes; 0 is never.
   */
  idle_timeout?: number;
  /**
   * Seconds until it goes; 0 is never.
   */
  hard_timeout?: number;
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore7;
  /**
   * Take over an object that exists and has no owner.
   */
  adopt?: boolean;
}
/**
 * An OpenFlow flow, or a file of them.
 */
export interface Flow {
  /**
   * Name of the bridge, which is declared under bridges.
   */
  bridge: string;
  /**
   * A file of flows as ovs-ofctl add-flows takes it, relative to this document. Only adopt goes with it.
   */
  file?: string;
  /**
   * Flow table, 0 (default) to 254.
   */
  table?: number;
  /**
   * 0 to 65535, default 32768; the highest that matches wins.
   */
  priority?: number;
  /**
   * What the flow matches, as ovs-ofctl writes it, or as a map of fields. Put it in quotes. Without it everything matches.
   */
  match?:
    | string
    | {
        [k: string]: string | number | boolean | null;
      };
  /**
   * What it does, as ovs-ofctl writes it, or as a list. Put it in quotes.
   *
   * @minItems 1
   */
  actions?: string | [string, ...string[]];
  /**
   * For people; not sent to the switch.
   */
  description?: string;
  /**
   * The lower 32 bits of the cookie: a number, or hexadecimal text such as 0x2a.
   */
  cookie?: number | string;
  /**
   * Seconds without traffic until it goes; 0 is never.
   */
  idle_timeout?: number;
  /**
   * Seconds until it goes; 0 is never.
   */
  hard_timeout?: number;
  /**
   * What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.
   */
  heal?: 'enforce' | 'report';
  ignore?: Ignore8;
  /**
   * Take over an object that exists and has no owner.
   */
  adopt?: boolean;
}
/**
 * One expectation: that packets from one place reach another, or that they do not.
 */
export interface Expect {
  /**
   * Who sends: a container of this document, or host for the network namespace in which optopo runs.
   */
  from: string;
  /**
   * Who is to be reached: a container of this document (its first address of a family that the sender has), an IP address, or host.
   */
  to: string;
  /**
   * icmp (default without port: an echo request), tcp (default with port: a connection) or udp (a datagram that is answered, or refused by the target).
   */
  protocol?: 'icmp' | 'tcp' | 'udp';
  /**
   * Port of the target; only with tcp and udp, which need it.
   */
  port?: number;
  /**
   * How long is tried, such as 500ms, 5s or 1m; at most 10m. Default 5s; with reachable: false 1s, in which nothing may come back.
   */
  within?: string;
  /**
   * true (default): the target has to be reached. false: it must not be.
   */
  reachable?: boolean;
  /**
   * For people; shown where the expectation is not met.
   */
  description?: string;
}
