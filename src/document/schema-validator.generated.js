// made by scripts/generate.mjs from schemas/topology.schema.json; change that and run: npm run generate
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// ../ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "../ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: !0 });
    function ucs2length(str) {
      let len = str.length, length = 0, pos = 0, value;
      for (; pos < len; )
        length++, value = str.charCodeAt(pos++), value >= 55296 && value <= 56319 && pos < len && (value = str.charCodeAt(pos), (value & 64512) === 56320 && pos++);
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// validator.mjs
var validate = validate20, validator_default = validate20, schema31 = { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Topology document", description: "One host's Open vSwitch bridges and ports, LXC containers, kernel links, addresses and routes, and OpenFlow flows.", type: "object", additionalProperties: !1, required: ["version", "name"], properties: { version: { description: "Version of the document format.", enum: [1] }, name: { description: "Name of the topology, the owner of everything that it creates: lower-case letters, digits and dashes, at most 40.", type: "string", pattern: "^[a-z0-9][a-z0-9-]{0,39}$" }, vars: { description: "Variables: ${name} anywhere in a string stands for the value. --set NAME=VALUE overrides.", type: ["object", "null"], additionalProperties: !0 }, heal: { description: "What watch does when the host differs from this topology: enforce (default) repairs it, report only tells it. An object's own heal comes first.", $ref: "#/$defs/heal" }, bridges: { description: "Open vSwitch bridges by name.", type: ["object", "null"], additionalProperties: { $ref: "#/$defs/bridge" } }, ports: { description: "Ports of the bridges by name.", type: ["object", "null"], additionalProperties: { $ref: "#/$defs/port" } }, links: { description: "Kernel links by name.", type: ["object", "null"], additionalProperties: { $ref: "#/$defs/link" } }, routes: { description: "Routes of the kernel.", type: ["array", "null"], items: { $ref: "#/$defs/route" } }, containers: { description: "LXC containers by name.", type: ["object", "null"], additionalProperties: { $ref: "#/$defs/container" } }, discover: { description: "Containers that others make, start and stop: what each running one is given.", type: ["object", "null"], additionalProperties: { $ref: "#/$defs/discover" } }, flows: { description: "OpenFlow flows.", type: ["array", "null"], items: { $ref: "#/$defs/flow" } }, expect: { description: "What has to reach what, and what must not: checked with real packets after an apply and by `optopo check`.", type: ["array", "null"], items: { $ref: "#/$defs/expectation" } } }, $defs: { mtu: { description: "Bytes of payload in one frame.", type: ["integer", "null"], minimum: 68, maximum: 65535 }, mac: { description: "MAC address, six pairs of hexadecimal digits with colons; unicast.", type: ["string", "null"], minLength: 1 }, up_down: { description: "up or down.", enum: ["up", "down", null] }, addresses: { description: "IPv4 or IPv6 addresses with their prefix length, such as 10.0.0.1/24. An empty list takes off what an earlier apply set.", type: ["array", "null"], items: { type: "string", minLength: 1 } }, string_map: { description: "Keys and values as OVSDB keeps them. Numbers and booleans are taken as text. An empty map takes off what an earlier apply set.", type: ["object", "null"], additionalProperties: { type: ["string", "number", "boolean", "null"] } }, vlan: { description: "VLAN number, 0 to 4095.", type: ["integer", "null"], minimum: 0, maximum: 4095 }, trunks: { description: "VLAN numbers, each 0 to 4095.", type: ["array", "null"], items: { type: "integer", minimum: 0, maximum: 4095 } }, vlan_mode: { description: "How the port treats VLAN tags.", enum: ["access", "trunk", "native-tagged", "native-untagged", "dot1q-tunnel", null] }, ofport: { description: "OpenFlow port number, 1 to 65279.", type: ["integer", "null"], minimum: 1, maximum: 65279 }, bridge: { title: "Bridge", description: "An Open vSwitch bridge. null, in a later file, removes it.", type: "object", additionalProperties: !1, properties: { datapath_type: { description: "system: the kernel datapath. netdev: the userspace datapath, which needs no kernel module.", enum: ["system", "netdev", null] }, fail_mode: { description: "secure: without a controller only the declared flows forward. standalone: it learns like a switch.", enum: ["secure", "standalone", null] }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, state: { description: "State of the bridge's own device; up unless it says down.", $ref: "#/$defs/up_down" }, addresses: { description: "Addresses on the bridge's own internal port, each with its prefix length.", $ref: "#/$defs/addresses" }, hwaddr: { description: "MAC address of the device.", $ref: "#/$defs/mac" }, protocols: { description: "OpenFlow versions that the bridge speaks.", type: ["array", "null"], items: { enum: ["OpenFlow10", "OpenFlow11", "OpenFlow12", "OpenFlow13", "OpenFlow14", "OpenFlow15"] } }, controller: { description: "Targets of OpenFlow controllers, such as tcp:192.0.2.1:6653.", type: ["array", "null"], items: { type: "string", minLength: 1 } }, stp_enable: { description: "Spanning Tree Protocol.", type: ["boolean", "null"] }, rstp_enable: { description: "Rapid Spanning Tree Protocol.", type: ["boolean", "null"] }, mcast_snooping_enable: { description: "Multicast snooping.", type: ["boolean", "null"] }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone.", $ref: "#/$defs/string_map" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" }, external: { description: "The bridge must exist; it is used and never changed, created or deleted.", type: "boolean" } } }, port: { title: "Port", description: "A port of an Open vSwitch bridge. null, in a later file, removes it.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, type: { description: "internal: a device that Open vSwitch makes. system (default): a device of the kernel that exists or comes.", enum: ["internal", "system"] }, interface: { description: "Name of the device, where it is not the port's name. Open vSwitch and OpenFlow know it by this name.", type: "string", minLength: 1 }, optional: { description: "The device may be missing; the port is attached when it appears.", type: "boolean" }, tag: { description: "VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.", $ref: "#/$defs/vlan" }, trunks: { description: "VLANs that a trunk carries; none listed means all.", $ref: "#/$defs/trunks" }, vlan_mode: { description: "access, trunk, native-tagged, native-untagged or dot1q-tunnel.", $ref: "#/$defs/vlan_mode" }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, ofport_request: { description: "The OpenFlow port number to ask for: 1 to 65279.", $ref: "#/$defs/ofport" }, hwaddr: { description: "MAC address of the device.", $ref: "#/$defs/mac" }, mac: { description: "MAC address under its OVSDB column name. Not together with hwaddr.", $ref: "#/$defs/mac" }, state: { description: "State of the device; up unless it says down.", $ref: "#/$defs/up_down" }, addresses: { description: "Addresses on the port's device, each with its prefix length.", $ref: "#/$defs/addresses" }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone.", $ref: "#/$defs/string_map" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" }, external: { description: "The port must exist; it is used and never changed, created or deleted.", type: "boolean" } } }, link: { title: "Link", description: "A kernel link that is no Open vSwitch port: one that exists, or one that is created where kind is given. null, in a later file, removes it.", type: "object", additionalProperties: !1, properties: { kind: { description: "What to create. Without it the link exists already and is never owned or deleted.", enum: ["veth", "dummy", "bridge", "ifb", "macvlan"] }, peer: { description: "Name of the other end of a veth pair.", type: "string", minLength: 1 }, link: { description: "Name of the device that a macvlan sits on.", type: "string", minLength: 1 }, state: { description: "up or down; a created link is up unless it says down.", $ref: "#/$defs/up_down" }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, hwaddr: { description: "MAC address of the device.", $ref: "#/$defs/mac" }, addresses: { description: "Addresses on the link, each with its prefix length.", $ref: "#/$defs/addresses" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } }, route: { title: "Route", description: "A route of the kernel.", type: "object", additionalProperties: !1, required: ["to"], properties: { to: { description: "Destination: a network with its prefix length, or default.", type: "string", minLength: 1 }, via: { description: "Address of the next hop.", type: "string", minLength: 1 }, dev: { description: "Name of the device.", type: "string", minLength: 1 }, metric: { description: "Priority among routes to one destination; the lowest wins.", type: "integer", minimum: 0, maximum: 4294967295 }, table: { description: "Routing table: its number, or main (default), local or default.", type: ["integer", "string"], minimum: 1, maximum: 4294967295 }, src: { description: "Source address that the host prefers on this route.", type: "string", minLength: 1 }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } }, resources: { title: "ContainerResources", description: "What the container may use.", type: "object", additionalProperties: !1, properties: { vcpus: { description: "Processors, fractions allowed.", type: ["number", "null"], exclusiveMinimum: 0, maximum: 4096 }, memory_mb: { description: "Memory in MiB.", type: ["integer", "null"], minimum: 1, maximum: 1073741824 }, storage_gb: { description: "Size of the root file system in GiB. A plain directory cannot limit it: a warning, or an error with strict: true.", type: ["integer", "null"], minimum: 1, maximum: 1073741824 } } }, interface: { title: "ContainerInterface", description: "A network interface of a container, together with its port on the bridge. null, in a later file, removes it.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, port: { description: "Name of the port. Default: sock_ or veth_ and the container's name.", type: "string", minLength: 1 }, network_type: { description: "socket (default): an internal port that is moved into the container. veth: a pair whose host end is the port.", enum: ["socket", "veth"] }, hwaddr: { description: "MAC address of the interface.", $ref: "#/$defs/mac" }, mac: { description: "MAC address under its OVSDB column name. Not together with hwaddr.", $ref: "#/$defs/mac" }, addresses: { description: "Addresses on the interface, inside the container, each with its prefix length.", $ref: "#/$defs/addresses" }, gateway: { description: "Default gateway, in the subnet of one of the addresses.", type: ["string", "null"], minLength: 1 }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, tag: { description: "VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.", $ref: "#/$defs/vlan" }, trunks: { description: "VLANs that a trunk carries; none listed means all.", $ref: "#/$defs/trunks" }, vlan_mode: { description: "access, trunk, native-tagged, native-untagged or dot1q-tunnel.", $ref: "#/$defs/vlan_mode" }, ofport_request: { description: "The OpenFlow port number to ask for: 1 to 65279.", $ref: "#/$defs/ofport" }, state: { description: "State of the host end of a veth pair; up unless it says down.", $ref: "#/$defs/up_down" }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone.", $ref: "#/$defs/string_map" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over a port that exists and has no owner.", type: "boolean" } } }, container: { title: "Container", description: "An LXC container; the key is its name. null, in a later file, removes it.", type: "object", additionalProperties: !1, properties: { hostname: { description: "Host name inside the container.", type: ["string", "null"], minLength: 1 }, template: { description: "LXC template that makes the root file system: its name, or its name and arguments.", type: ["string", "object"], minLength: 1, additionalProperties: !1, required: ["name"], properties: { name: { description: "Name of the template.", type: "string", minLength: 1 }, args: { description: "Arguments of the template: name: x becomes --name x.", type: ["object", "null"], additionalProperties: { type: ["string", "number", "boolean"] } } } }, resources: { description: "Limits of the container.", $ref: "#/$defs/resources" }, state: { description: "running (default), stopped, or unmanaged: others start and stop it, its ports come and go with it.", enum: ["running", "stopped", "unmanaged", null] }, autostart: { description: "Start it when the host boots.", type: ["boolean", "null"] }, strict: { description: "Make an error of a limit that the host cannot enforce.", type: "boolean" }, interfaces: { description: "Network interfaces; each key is the name inside the container.", type: ["object", "null"], additionalProperties: { $ref: "#/$defs/interface" } }, on_remove: { description: "What becomes of the data when the container is no longer declared: retain (default) or destroy.", enum: ["retain", "destroy"] }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over a container that exists and has no owner.", type: "boolean" }, external: { description: "The container must exist; it is used and never changed, created or deleted.", type: "boolean" } } }, flow: { title: "Flow", description: "An OpenFlow flow, or a file of them.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, file: { description: "A file of flows as ovs-ofctl add-flows takes it, relative to this document. Only adopt goes with it.", type: "string", minLength: 1 }, table: { description: "Flow table, 0 (default) to 254.", type: "integer", minimum: 0, maximum: 254 }, priority: { description: "0 to 65535, default 32768; the highest that matches wins.", type: "integer", minimum: 0, maximum: 65535 }, match: { description: "What the flow matches, as ovs-ofctl writes it, or as a map of fields. Put it in quotes. Without it everything matches.", type: ["string", "object"], additionalProperties: { type: ["string", "number", "boolean", "null"] } }, actions: { description: "What it does, as ovs-ofctl writes it, or as a list. Put it in quotes.", type: ["string", "array"], minLength: 1, minItems: 1, items: { type: "string", minLength: 1 } }, description: { description: "For people; not sent to the switch.", type: "string" }, cookie: { description: "The lower 32 bits of the cookie: a number, or hexadecimal text such as 0x2a.", type: ["integer", "string"], minimum: 0, maximum: 4294967295, pattern: "^0[xX][0-9a-fA-F]{1,8}$" }, idle_timeout: { description: "Seconds without traffic until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, hard_timeout: { description: "Seconds until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } }, expectation: { title: "Expect", description: "One expectation: that packets from one place reach another, or that they do not.", type: "object", additionalProperties: !1, required: ["from", "to"], properties: { from: { description: "Who sends: a container of this document, or host for the network namespace in which optopo runs.", type: "string", minLength: 1 }, to: { description: "Who is to be reached: a container of this document (its first address of a family that the sender has), an IP address, or host.", type: "string", minLength: 1 }, protocol: { description: "icmp (default without port: an echo request), tcp (default with port: a connection) or udp (a datagram that is answered, or refused by the target).", enum: ["icmp", "tcp", "udp"] }, port: { description: "Port of the target; only with tcp and udp, which need it.", type: "integer", minimum: 1, maximum: 65535 }, within: { description: "How long is tried, such as 500ms, 5s or 1m; at most 10m. Default 5s; with reachable: false 1s, in which nothing may come back.", type: "string", pattern: "^[0-9]{1,6}(ms|s|m)$" }, reachable: { description: "true (default): the target has to be reached. false: it must not be.", type: "boolean" }, description: { description: "For people; shown where the expectation is not met.", type: "string" } } }, heal: { enum: ["enforce", "report"] }, ignore: { type: ["array", "null"], items: { type: "string", minLength: 1 }, uniqueItems: !0 }, discovered_interface: { title: "DiscoveredInterface", description: "The interface that each discovered container is given, together with its port on the bridge.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, name: { description: "Name of the device inside the container; default eth0.", type: "string", minLength: 1 }, network_type: { description: "socket (default): an internal port that is moved into the running container. veth: the pair that the container was started with; its host end is the port.", enum: ["socket", "veth"] }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, tag: { description: "VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.", $ref: "#/$defs/vlan" }, trunks: { description: "VLANs that a trunk carries; none listed means all.", $ref: "#/$defs/trunks" }, vlan_mode: { description: "access, trunk, native-tagged, native-untagged or dot1q-tunnel.", $ref: "#/$defs/vlan_mode" }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone. {port_name} and {container} stand for the container's.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone. {port_name} and {container} stand for the container's.", $ref: "#/$defs/string_map" } } }, discovered_flow: { title: "DiscoveredFlow", description: "A flow that each discovered container is given; its match names {port_name}.", type: "object", additionalProperties: !1, required: ["match", "actions"], properties: { bridge: { description: "Name of the bridge; default the interface's.", type: "string", minLength: 1 }, table: { description: "Flow table, 0 (default) to 254.", type: "integer", minimum: 0, maximum: 254 }, priority: { description: "0 to 65535, default 32768; the highest that matches wins.", type: "integer", minimum: 0, maximum: 65535 }, match: { description: "What the flow matches, as ovs-ofctl writes it, or as a map of fields. {port_name} stands for the container's port and has to be in it. Put it in quotes.", type: ["string", "object"], additionalProperties: { type: ["string", "number", "boolean", "null"] } }, actions: { description: "What it does, as ovs-ofctl writes it, or as a list. {port_name} stands for the container's port. Put it in quotes.", type: ["string", "array"], minLength: 1, minItems: 1, items: { type: "string", minLength: 1 } }, description: { description: "For people; not sent to the switch.", type: "string" }, cookie: { description: "The lower 32 bits of the cookie: a number, or hexadecimal text such as 0x2a.", type: ["integer", "string"], minimum: 0, maximum: 4294967295, pattern: "^0[xX][0-9a-fA-F]{1,8}$" }, idle_timeout: { description: "Seconds without traffic until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, hard_timeout: { description: "Seconds until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } }, discover: { title: "Discover", description: "Ports and flows for running containers that nobody declares; they come and go with the container. null, in a later file, removes it.", type: "object", additionalProperties: !1, required: ["select", "interface"], properties: { select: { description: "Names of LXC containers, one or a list; * stands for any characters, ? for one. The first entry of discover that names a container counts.", type: ["string", "array"], minLength: 1, minItems: 1, items: { type: "string", minLength: 1 } }, interface: { description: "The interface and its port.", $ref: "#/$defs/discovered_interface" }, heal: { description: "What watch does when a port of this entry differs: enforce (default) repairs it, report only tells it. It comes and goes with its container in any case.", $ref: "#/$defs/heal" }, ignore: { description: "Fields of the port that are set when it is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, flows: { description: "Flows for each of the ports.", type: ["array", "null"], items: { $ref: "#/$defs/discovered_flow" } } } } } }, schema32 = { enum: ["enforce", "report"] }, schema104 = { title: "Expect", description: "One expectation: that packets from one place reach another, or that they do not.", type: "object", additionalProperties: !1, required: ["from", "to"], properties: { from: { description: "Who sends: a container of this document, or host for the network namespace in which optopo runs.", type: "string", minLength: 1 }, to: { description: "Who is to be reached: a container of this document (its first address of a family that the sender has), an IP address, or host.", type: "string", minLength: 1 }, protocol: { description: "icmp (default without port: an echo request), tcp (default with port: a connection) or udp (a datagram that is answered, or refused by the target).", enum: ["icmp", "tcp", "udp"] }, port: { description: "Port of the target; only with tcp and udp, which need it.", type: "integer", minimum: 1, maximum: 65535 }, within: { description: "How long is tried, such as 500ms, 5s or 1m; at most 10m. Default 5s; with reachable: false 1s, in which nothing may come back.", type: "string", pattern: "^[0-9]{1,6}(ms|s|m)$" }, reachable: { description: "true (default): the target has to be reached. false: it must not be.", type: "boolean" }, description: { description: "For people; shown where the expectation is not met.", type: "string" } } }, func0 = Object.prototype.hasOwnProperty, func75 = require_ucs2length().default, pattern4 = new RegExp("^[a-z0-9][a-z0-9-]{0,39}$", "u"), pattern7 = new RegExp("^[0-9]{1,6}(ms|s|m)$", "u"), schema33 = { title: "Bridge", description: "An Open vSwitch bridge. null, in a later file, removes it.", type: "object", additionalProperties: !1, properties: { datapath_type: { description: "system: the kernel datapath. netdev: the userspace datapath, which needs no kernel module.", enum: ["system", "netdev", null] }, fail_mode: { description: "secure: without a controller only the declared flows forward. standalone: it learns like a switch.", enum: ["secure", "standalone", null] }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, state: { description: "State of the bridge's own device; up unless it says down.", $ref: "#/$defs/up_down" }, addresses: { description: "Addresses on the bridge's own internal port, each with its prefix length.", $ref: "#/$defs/addresses" }, hwaddr: { description: "MAC address of the device.", $ref: "#/$defs/mac" }, protocols: { description: "OpenFlow versions that the bridge speaks.", type: ["array", "null"], items: { enum: ["OpenFlow10", "OpenFlow11", "OpenFlow12", "OpenFlow13", "OpenFlow14", "OpenFlow15"] } }, controller: { description: "Targets of OpenFlow controllers, such as tcp:192.0.2.1:6653.", type: ["array", "null"], items: { type: "string", minLength: 1 } }, stp_enable: { description: "Spanning Tree Protocol.", type: ["boolean", "null"] }, rstp_enable: { description: "Rapid Spanning Tree Protocol.", type: ["boolean", "null"] }, mcast_snooping_enable: { description: "Multicast snooping.", type: ["boolean", "null"] }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone.", $ref: "#/$defs/string_map" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" }, external: { description: "The bridge must exist; it is used and never changed, created or deleted.", type: "boolean" } } }, schema34 = { description: "Bytes of payload in one frame.", type: ["integer", "null"], minimum: 68, maximum: 65535 }, schema36 = { description: "up or down.", enum: ["up", "down", null] }, schema37 = { description: "IPv4 or IPv6 addresses with their prefix length, such as 10.0.0.1/24. An empty list takes off what an earlier apply set.", type: ["array", "null"], items: { type: "string", minLength: 1 } }, schema38 = { description: "MAC address, six pairs of hexadecimal digits with colons; unicast.", type: ["string", "null"], minLength: 1 }, schema39 = { description: "Keys and values as OVSDB keeps them. Numbers and booleans are taken as text. An empty map takes off what an earlier apply set.", type: ["object", "null"], additionalProperties: { type: ["string", "number", "boolean", "null"] } }, schema42 = { type: ["array", "null"], items: { type: "string", minLength: 1 }, uniqueItems: !0 };
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 of Object.keys(data))
      if (!func0.call(schema33.properties, key0)) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema33, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.datapath_type !== void 0 && func0.call(data, "datapath_type")) {
      let data0 = data.datapath_type;
      if (!(data0 === "system" || data0 === "netdev" || data0 === null)) {
        let err1 = { instancePath: instancePath + "/datapath_type", schemaPath: "#/properties/datapath_type/enum", keyword: "enum", params: { allowedValues: schema33.properties.datapath_type.enum }, message: "must be equal to one of the allowed values", schema: schema33.properties.datapath_type.enum, parentSchema: schema33.properties.datapath_type, data: data0 };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    }
    if (data.fail_mode !== void 0 && func0.call(data, "fail_mode")) {
      let data1 = data.fail_mode;
      if (!(data1 === "secure" || data1 === "standalone" || data1 === null)) {
        let err2 = { instancePath: instancePath + "/fail_mode", schemaPath: "#/properties/fail_mode/enum", keyword: "enum", params: { allowedValues: schema33.properties.fail_mode.enum }, message: "must be equal to one of the allowed values", schema: schema33.properties.fail_mode.enum, parentSchema: schema33.properties.fail_mode, data: data1 };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    }
    if (data.mtu !== void 0 && func0.call(data, "mtu")) {
      let data2 = data.mtu;
      if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2)) && data2 !== null) {
        let err3 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data2 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 65535 || isNaN(data2)) {
          let err4 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data2 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
        if (data2 < 68 || isNaN(data2)) {
          let err5 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data2 };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
      }
    }
    if (data.mtu_request !== void 0 && func0.call(data, "mtu_request")) {
      let data3 = data.mtu_request;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3)) && data3 !== null) {
        let err6 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data3 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 65535 || isNaN(data3)) {
          let err7 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data3 };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
        if (data3 < 68 || isNaN(data3)) {
          let err8 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data3 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
      }
    }
    if (data.state !== void 0 && func0.call(data, "state")) {
      let data4 = data.state;
      if (!(data4 === "up" || data4 === "down" || data4 === null)) {
        let err9 = { instancePath: instancePath + "/state", schemaPath: "#/$defs/up_down/enum", keyword: "enum", params: { allowedValues: schema36.enum }, message: "must be equal to one of the allowed values", schema: schema36.enum, parentSchema: schema36, data: data4 };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
    }
    if (data.addresses !== void 0 && func0.call(data, "addresses")) {
      let data5 = data.addresses;
      if (!Array.isArray(data5) && data5 !== null) {
        let err10 = { instancePath: instancePath + "/addresses", schemaPath: "#/$defs/addresses/type", keyword: "type", params: { type: schema37.type }, message: "must be array,null", schema: schema37.type, parentSchema: schema37, data: data5 };
        vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
      }
      if (Array.isArray(data5)) {
        let len0 = data5.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data6 = data5[i0];
          if (typeof data6 == "string") {
            if (func75(data6) < 1) {
              let err11 = { instancePath: instancePath + "/addresses/" + i0, schemaPath: "#/$defs/addresses/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema37.items, data: data6 };
              vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
            }
          } else {
            let err12 = { instancePath: instancePath + "/addresses/" + i0, schemaPath: "#/$defs/addresses/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema37.items.type, parentSchema: schema37.items, data: data6 };
            vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
          }
        }
      }
    }
    if (data.hwaddr !== void 0 && func0.call(data, "hwaddr")) {
      let data7 = data.hwaddr;
      if (typeof data7 != "string" && data7 !== null) {
        let err13 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/type", keyword: "type", params: { type: schema38.type }, message: "must be string,null", schema: schema38.type, parentSchema: schema38, data: data7 };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
      if (typeof data7 == "string" && func75(data7) < 1) {
        let err14 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data7 };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
    }
    if (data.protocols !== void 0 && func0.call(data, "protocols")) {
      let data8 = data.protocols;
      if (!Array.isArray(data8) && data8 !== null) {
        let err15 = { instancePath: instancePath + "/protocols", schemaPath: "#/properties/protocols/type", keyword: "type", params: { type: schema33.properties.protocols.type }, message: "must be array,null", schema: schema33.properties.protocols.type, parentSchema: schema33.properties.protocols, data: data8 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
      if (Array.isArray(data8)) {
        let len1 = data8.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data9 = data8[i1];
          if (!(data9 === "OpenFlow10" || data9 === "OpenFlow11" || data9 === "OpenFlow12" || data9 === "OpenFlow13" || data9 === "OpenFlow14" || data9 === "OpenFlow15")) {
            let err16 = { instancePath: instancePath + "/protocols/" + i1, schemaPath: "#/properties/protocols/items/enum", keyword: "enum", params: { allowedValues: schema33.properties.protocols.items.enum }, message: "must be equal to one of the allowed values", schema: schema33.properties.protocols.items.enum, parentSchema: schema33.properties.protocols.items, data: data9 };
            vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
          }
        }
      }
    }
    if (data.controller !== void 0 && func0.call(data, "controller")) {
      let data10 = data.controller;
      if (!Array.isArray(data10) && data10 !== null) {
        let err17 = { instancePath: instancePath + "/controller", schemaPath: "#/properties/controller/type", keyword: "type", params: { type: schema33.properties.controller.type }, message: "must be array,null", schema: schema33.properties.controller.type, parentSchema: schema33.properties.controller, data: data10 };
        vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
      }
      if (Array.isArray(data10)) {
        let len2 = data10.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data11 = data10[i2];
          if (typeof data11 == "string") {
            if (func75(data11) < 1) {
              let err18 = { instancePath: instancePath + "/controller/" + i2, schemaPath: "#/properties/controller/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema33.properties.controller.items, data: data11 };
              vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
            }
          } else {
            let err19 = { instancePath: instancePath + "/controller/" + i2, schemaPath: "#/properties/controller/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema33.properties.controller.items.type, parentSchema: schema33.properties.controller.items, data: data11 };
            vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
          }
        }
      }
    }
    if (data.stp_enable !== void 0 && func0.call(data, "stp_enable")) {
      let data12 = data.stp_enable;
      if (typeof data12 != "boolean" && data12 !== null) {
        let err20 = { instancePath: instancePath + "/stp_enable", schemaPath: "#/properties/stp_enable/type", keyword: "type", params: { type: schema33.properties.stp_enable.type }, message: "must be boolean,null", schema: schema33.properties.stp_enable.type, parentSchema: schema33.properties.stp_enable, data: data12 };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
    }
    if (data.rstp_enable !== void 0 && func0.call(data, "rstp_enable")) {
      let data13 = data.rstp_enable;
      if (typeof data13 != "boolean" && data13 !== null) {
        let err21 = { instancePath: instancePath + "/rstp_enable", schemaPath: "#/properties/rstp_enable/type", keyword: "type", params: { type: schema33.properties.rstp_enable.type }, message: "must be boolean,null", schema: schema33.properties.rstp_enable.type, parentSchema: schema33.properties.rstp_enable, data: data13 };
        vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
      }
    }
    if (data.mcast_snooping_enable !== void 0 && func0.call(data, "mcast_snooping_enable")) {
      let data14 = data.mcast_snooping_enable;
      if (typeof data14 != "boolean" && data14 !== null) {
        let err22 = { instancePath: instancePath + "/mcast_snooping_enable", schemaPath: "#/properties/mcast_snooping_enable/type", keyword: "type", params: { type: schema33.properties.mcast_snooping_enable.type }, message: "must be boolean,null", schema: schema33.properties.mcast_snooping_enable.type, parentSchema: schema33.properties.mcast_snooping_enable, data: data14 };
        vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
      }
    }
    if (data.external_ids !== void 0 && func0.call(data, "external_ids")) {
      let data15 = data.external_ids;
      if (!(data15 && typeof data15 == "object" && !Array.isArray(data15)) && data15 !== null) {
        let err23 = { instancePath: instancePath + "/external_ids", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data15 };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
      if (data15 && typeof data15 == "object" && !Array.isArray(data15))
        for (let key1 of Object.keys(data15)) {
          let data16 = data15[key1];
          if (typeof data16 != "string" && !(typeof data16 == "number" && isFinite(data16)) && typeof data16 != "boolean" && data16 !== null) {
            let err24 = { instancePath: instancePath + "/external_ids/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data16 };
            vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
          }
        }
    }
    if (data.other_config !== void 0 && func0.call(data, "other_config")) {
      let data17 = data.other_config;
      if (!(data17 && typeof data17 == "object" && !Array.isArray(data17)) && data17 !== null) {
        let err25 = { instancePath: instancePath + "/other_config", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data17 };
        vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
      }
      if (data17 && typeof data17 == "object" && !Array.isArray(data17))
        for (let key2 of Object.keys(data17)) {
          let data18 = data17[key2];
          if (typeof data18 != "string" && !(typeof data18 == "number" && isFinite(data18)) && typeof data18 != "boolean" && data18 !== null) {
            let err26 = { instancePath: instancePath + "/other_config/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data18 };
            vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
          }
        }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data19 = data.heal;
      if (!(data19 === "enforce" || data19 === "report")) {
        let err27 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data19 };
        vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data20 = data.ignore;
      if (!Array.isArray(data20) && data20 !== null) {
        let err28 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data20 };
        vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
      }
      if (Array.isArray(data20)) {
        let len3 = data20.length;
        for (let i3 = 0; i3 < len3; i3++) {
          let data21 = data20[i3];
          if (typeof data21 == "string") {
            if (func75(data21) < 1) {
              let err29 = { instancePath: instancePath + "/ignore/" + i3, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data21 };
              vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
            }
          } else {
            let err30 = { instancePath: instancePath + "/ignore/" + i3, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data21 };
            vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
          }
        }
        let i4 = data20.length, j0;
        if (i4 > 1) {
          let indices0 = {};
          for (; i4--; ) {
            let item0 = data20[i4];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err31 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i4, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i4 + " are identical)", schema: !0, parentSchema: schema42, data: data20 };
                vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
                break;
              }
              indices0[item0] = i4;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data22 = data.adopt;
      if (typeof data22 != "boolean") {
        let err32 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema33.properties.adopt.type, parentSchema: schema33.properties.adopt, data: data22 };
        vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
      }
    }
    if (data.external !== void 0 && func0.call(data, "external")) {
      let data23 = data.external;
      if (typeof data23 != "boolean") {
        let err33 = { instancePath: instancePath + "/external", schemaPath: "#/properties/external/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema33.properties.external.type, parentSchema: schema33.properties.external, data: data23 };
        vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
      }
    }
  } else {
    let err34 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema33.type, parentSchema: schema33, data };
    vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
  }
  return validate21.errors = vErrors, errors === 0;
}
validate21.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
var schema43 = { title: "Port", description: "A port of an Open vSwitch bridge. null, in a later file, removes it.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, type: { description: "internal: a device that Open vSwitch makes. system (default): a device of the kernel that exists or comes.", enum: ["internal", "system"] }, interface: { description: "Name of the device, where it is not the port's name. Open vSwitch and OpenFlow know it by this name.", type: "string", minLength: 1 }, optional: { description: "The device may be missing; the port is attached when it appears.", type: "boolean" }, tag: { description: "VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.", $ref: "#/$defs/vlan" }, trunks: { description: "VLANs that a trunk carries; none listed means all.", $ref: "#/$defs/trunks" }, vlan_mode: { description: "access, trunk, native-tagged, native-untagged or dot1q-tunnel.", $ref: "#/$defs/vlan_mode" }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, ofport_request: { description: "The OpenFlow port number to ask for: 1 to 65279.", $ref: "#/$defs/ofport" }, hwaddr: { description: "MAC address of the device.", $ref: "#/$defs/mac" }, mac: { description: "MAC address under its OVSDB column name. Not together with hwaddr.", $ref: "#/$defs/mac" }, state: { description: "State of the device; up unless it says down.", $ref: "#/$defs/up_down" }, addresses: { description: "Addresses on the port's device, each with its prefix length.", $ref: "#/$defs/addresses" }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone.", $ref: "#/$defs/string_map" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" }, external: { description: "The port must exist; it is used and never changed, created or deleted.", type: "boolean" } } }, schema44 = { description: "VLAN number, 0 to 4095.", type: ["integer", "null"], minimum: 0, maximum: 4095 }, schema45 = { description: "VLAN numbers, each 0 to 4095.", type: ["array", "null"], items: { type: "integer", minimum: 0, maximum: 4095 } }, schema46 = { description: "How the port treats VLAN tags.", enum: ["access", "trunk", "native-tagged", "native-untagged", "dot1q-tunnel", null] }, schema49 = { description: "OpenFlow port number, 1 to 65279.", type: ["integer", "null"], minimum: 1, maximum: 65279 };
function validate23(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate23.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.bridge === void 0 || !func0.call(data, "bridge")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "bridge" }, message: "must have required property 'bridge'", schema: schema43.required, parentSchema: schema43, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!func0.call(schema43.properties, key0)) {
        let err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema43, data };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.bridge !== void 0 && func0.call(data, "bridge")) {
      let data0 = data.bridge;
      if (typeof data0 == "string") {
        if (func75(data0) < 1) {
          let err2 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema43.properties.bridge, data: data0 };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema43.properties.bridge.type, parentSchema: schema43.properties.bridge, data: data0 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.type !== void 0 && func0.call(data, "type")) {
      let data1 = data.type;
      if (!(data1 === "internal" || data1 === "system")) {
        let err4 = { instancePath: instancePath + "/type", schemaPath: "#/properties/type/enum", keyword: "enum", params: { allowedValues: schema43.properties.type.enum }, message: "must be equal to one of the allowed values", schema: schema43.properties.type.enum, parentSchema: schema43.properties.type, data: data1 };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
    }
    if (data.interface !== void 0 && func0.call(data, "interface")) {
      let data2 = data.interface;
      if (typeof data2 == "string") {
        if (func75(data2) < 1) {
          let err5 = { instancePath: instancePath + "/interface", schemaPath: "#/properties/interface/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema43.properties.interface, data: data2 };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
      } else {
        let err6 = { instancePath: instancePath + "/interface", schemaPath: "#/properties/interface/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema43.properties.interface.type, parentSchema: schema43.properties.interface, data: data2 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.optional !== void 0 && func0.call(data, "optional")) {
      let data3 = data.optional;
      if (typeof data3 != "boolean") {
        let err7 = { instancePath: instancePath + "/optional", schemaPath: "#/properties/optional/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema43.properties.optional.type, parentSchema: schema43.properties.optional, data: data3 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.tag !== void 0 && func0.call(data, "tag")) {
      let data4 = data.tag;
      if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4)) && data4 !== null) {
        let err8 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/type", keyword: "type", params: { type: schema44.type }, message: "must be integer,null", schema: schema44.type, parentSchema: schema44, data: data4 };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
      if (typeof data4 == "number" && isFinite(data4)) {
        if (data4 > 4095 || isNaN(data4)) {
          let err9 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4095 }, message: "must be <= 4095", schema: 4095, parentSchema: schema44, data: data4 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
        if (data4 < 0 || isNaN(data4)) {
          let err10 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema44, data: data4 };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
      }
    }
    if (data.trunks !== void 0 && func0.call(data, "trunks")) {
      let data5 = data.trunks;
      if (!Array.isArray(data5) && data5 !== null) {
        let err11 = { instancePath: instancePath + "/trunks", schemaPath: "#/$defs/trunks/type", keyword: "type", params: { type: schema45.type }, message: "must be array,null", schema: schema45.type, parentSchema: schema45, data: data5 };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
      if (Array.isArray(data5)) {
        let len0 = data5.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data6 = data5[i0];
          if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
            let err12 = { instancePath: instancePath + "/trunks/" + i0, schemaPath: "#/$defs/trunks/items/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema45.items.type, parentSchema: schema45.items, data: data6 };
            vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
          }
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 4095 || isNaN(data6)) {
              let err13 = { instancePath: instancePath + "/trunks/" + i0, schemaPath: "#/$defs/trunks/items/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4095 }, message: "must be <= 4095", schema: 4095, parentSchema: schema45.items, data: data6 };
              vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
            }
            if (data6 < 0 || isNaN(data6)) {
              let err14 = { instancePath: instancePath + "/trunks/" + i0, schemaPath: "#/$defs/trunks/items/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema45.items, data: data6 };
              vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
            }
          }
        }
      }
    }
    if (data.vlan_mode !== void 0 && func0.call(data, "vlan_mode")) {
      let data7 = data.vlan_mode;
      if (!(data7 === "access" || data7 === "trunk" || data7 === "native-tagged" || data7 === "native-untagged" || data7 === "dot1q-tunnel" || data7 === null)) {
        let err15 = { instancePath: instancePath + "/vlan_mode", schemaPath: "#/$defs/vlan_mode/enum", keyword: "enum", params: { allowedValues: schema46.enum }, message: "must be equal to one of the allowed values", schema: schema46.enum, parentSchema: schema46, data: data7 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
    }
    if (data.mtu !== void 0 && func0.call(data, "mtu")) {
      let data8 = data.mtu;
      if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8)) && data8 !== null) {
        let err16 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data8 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
      if (typeof data8 == "number" && isFinite(data8)) {
        if (data8 > 65535 || isNaN(data8)) {
          let err17 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data8 };
          vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
        }
        if (data8 < 68 || isNaN(data8)) {
          let err18 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data8 };
          vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
        }
      }
    }
    if (data.mtu_request !== void 0 && func0.call(data, "mtu_request")) {
      let data9 = data.mtu_request;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9)) && data9 !== null) {
        let err19 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data9 };
        vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 65535 || isNaN(data9)) {
          let err20 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data9 };
          vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
        }
        if (data9 < 68 || isNaN(data9)) {
          let err21 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data9 };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
      }
    }
    if (data.ofport_request !== void 0 && func0.call(data, "ofport_request")) {
      let data10 = data.ofport_request;
      if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10)) && data10 !== null) {
        let err22 = { instancePath: instancePath + "/ofport_request", schemaPath: "#/$defs/ofport/type", keyword: "type", params: { type: schema49.type }, message: "must be integer,null", schema: schema49.type, parentSchema: schema49, data: data10 };
        vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
      }
      if (typeof data10 == "number" && isFinite(data10)) {
        if (data10 > 65279 || isNaN(data10)) {
          let err23 = { instancePath: instancePath + "/ofport_request", schemaPath: "#/$defs/ofport/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65279 }, message: "must be <= 65279", schema: 65279, parentSchema: schema49, data: data10 };
          vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
        }
        if (data10 < 1 || isNaN(data10)) {
          let err24 = { instancePath: instancePath + "/ofport_request", schemaPath: "#/$defs/ofport/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema49, data: data10 };
          vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
        }
      }
    }
    if (data.hwaddr !== void 0 && func0.call(data, "hwaddr")) {
      let data11 = data.hwaddr;
      if (typeof data11 != "string" && data11 !== null) {
        let err25 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/type", keyword: "type", params: { type: schema38.type }, message: "must be string,null", schema: schema38.type, parentSchema: schema38, data: data11 };
        vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
      }
      if (typeof data11 == "string" && func75(data11) < 1) {
        let err26 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data11 };
        vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
      }
    }
    if (data.mac !== void 0 && func0.call(data, "mac")) {
      let data12 = data.mac;
      if (typeof data12 != "string" && data12 !== null) {
        let err27 = { instancePath: instancePath + "/mac", schemaPath: "#/$defs/mac/type", keyword: "type", params: { type: schema38.type }, message: "must be string,null", schema: schema38.type, parentSchema: schema38, data: data12 };
        vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
      }
      if (typeof data12 == "string" && func75(data12) < 1) {
        let err28 = { instancePath: instancePath + "/mac", schemaPath: "#/$defs/mac/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data12 };
        vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
      }
    }
    if (data.state !== void 0 && func0.call(data, "state")) {
      let data13 = data.state;
      if (!(data13 === "up" || data13 === "down" || data13 === null)) {
        let err29 = { instancePath: instancePath + "/state", schemaPath: "#/$defs/up_down/enum", keyword: "enum", params: { allowedValues: schema36.enum }, message: "must be equal to one of the allowed values", schema: schema36.enum, parentSchema: schema36, data: data13 };
        vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
      }
    }
    if (data.addresses !== void 0 && func0.call(data, "addresses")) {
      let data14 = data.addresses;
      if (!Array.isArray(data14) && data14 !== null) {
        let err30 = { instancePath: instancePath + "/addresses", schemaPath: "#/$defs/addresses/type", keyword: "type", params: { type: schema37.type }, message: "must be array,null", schema: schema37.type, parentSchema: schema37, data: data14 };
        vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
      }
      if (Array.isArray(data14)) {
        let len1 = data14.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data15 = data14[i1];
          if (typeof data15 == "string") {
            if (func75(data15) < 1) {
              let err31 = { instancePath: instancePath + "/addresses/" + i1, schemaPath: "#/$defs/addresses/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema37.items, data: data15 };
              vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
            }
          } else {
            let err32 = { instancePath: instancePath + "/addresses/" + i1, schemaPath: "#/$defs/addresses/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema37.items.type, parentSchema: schema37.items, data: data15 };
            vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
          }
        }
      }
    }
    if (data.external_ids !== void 0 && func0.call(data, "external_ids")) {
      let data16 = data.external_ids;
      if (!(data16 && typeof data16 == "object" && !Array.isArray(data16)) && data16 !== null) {
        let err33 = { instancePath: instancePath + "/external_ids", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data16 };
        vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
      }
      if (data16 && typeof data16 == "object" && !Array.isArray(data16))
        for (let key1 of Object.keys(data16)) {
          let data17 = data16[key1];
          if (typeof data17 != "string" && !(typeof data17 == "number" && isFinite(data17)) && typeof data17 != "boolean" && data17 !== null) {
            let err34 = { instancePath: instancePath + "/external_ids/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data17 };
            vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
          }
        }
    }
    if (data.other_config !== void 0 && func0.call(data, "other_config")) {
      let data18 = data.other_config;
      if (!(data18 && typeof data18 == "object" && !Array.isArray(data18)) && data18 !== null) {
        let err35 = { instancePath: instancePath + "/other_config", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data18 };
        vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
      }
      if (data18 && typeof data18 == "object" && !Array.isArray(data18))
        for (let key2 of Object.keys(data18)) {
          let data19 = data18[key2];
          if (typeof data19 != "string" && !(typeof data19 == "number" && isFinite(data19)) && typeof data19 != "boolean" && data19 !== null) {
            let err36 = { instancePath: instancePath + "/other_config/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data19 };
            vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
          }
        }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data20 = data.heal;
      if (!(data20 === "enforce" || data20 === "report")) {
        let err37 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data20 };
        vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data21 = data.ignore;
      if (!Array.isArray(data21) && data21 !== null) {
        let err38 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data21 };
        vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
      }
      if (Array.isArray(data21)) {
        let len2 = data21.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data22 = data21[i2];
          if (typeof data22 == "string") {
            if (func75(data22) < 1) {
              let err39 = { instancePath: instancePath + "/ignore/" + i2, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data22 };
              vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
            }
          } else {
            let err40 = { instancePath: instancePath + "/ignore/" + i2, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data22 };
            vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
          }
        }
        let i3 = data21.length, j0;
        if (i3 > 1) {
          let indices0 = {};
          for (; i3--; ) {
            let item0 = data21[i3];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err41 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i3, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i3 + " are identical)", schema: !0, parentSchema: schema42, data: data21 };
                vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
                break;
              }
              indices0[item0] = i3;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data23 = data.adopt;
      if (typeof data23 != "boolean") {
        let err42 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema43.properties.adopt.type, parentSchema: schema43.properties.adopt, data: data23 };
        vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
      }
    }
    if (data.external !== void 0 && func0.call(data, "external")) {
      let data24 = data.external;
      if (typeof data24 != "boolean") {
        let err43 = { instancePath: instancePath + "/external", schemaPath: "#/properties/external/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema43.properties.external.type, parentSchema: schema43.properties.external, data: data24 };
        vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
      }
    }
  } else {
    let err44 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema43.type, parentSchema: schema43, data };
    vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
  }
  return validate23.errors = vErrors, errors === 0;
}
validate23.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
var schema58 = { title: "Link", description: "A kernel link that is no Open vSwitch port: one that exists, or one that is created where kind is given. null, in a later file, removes it.", type: "object", additionalProperties: !1, properties: { kind: { description: "What to create. Without it the link exists already and is never owned or deleted.", enum: ["veth", "dummy", "bridge", "ifb", "macvlan"] }, peer: { description: "Name of the other end of a veth pair.", type: "string", minLength: 1 }, link: { description: "Name of the device that a macvlan sits on.", type: "string", minLength: 1 }, state: { description: "up or down; a created link is up unless it says down.", $ref: "#/$defs/up_down" }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, hwaddr: { description: "MAC address of the device.", $ref: "#/$defs/mac" }, addresses: { description: "Addresses on the link, each with its prefix length.", $ref: "#/$defs/addresses" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } };
function validate25(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate25.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 of Object.keys(data))
      if (!func0.call(schema58.properties, key0)) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema58, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.kind !== void 0 && func0.call(data, "kind")) {
      let data0 = data.kind;
      if (!(data0 === "veth" || data0 === "dummy" || data0 === "bridge" || data0 === "ifb" || data0 === "macvlan")) {
        let err1 = { instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema58.properties.kind.enum }, message: "must be equal to one of the allowed values", schema: schema58.properties.kind.enum, parentSchema: schema58.properties.kind, data: data0 };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    }
    if (data.peer !== void 0 && func0.call(data, "peer")) {
      let data1 = data.peer;
      if (typeof data1 == "string") {
        if (func75(data1) < 1) {
          let err2 = { instancePath: instancePath + "/peer", schemaPath: "#/properties/peer/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema58.properties.peer, data: data1 };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/peer", schemaPath: "#/properties/peer/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema58.properties.peer.type, parentSchema: schema58.properties.peer, data: data1 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.link !== void 0 && func0.call(data, "link")) {
      let data2 = data.link;
      if (typeof data2 == "string") {
        if (func75(data2) < 1) {
          let err4 = { instancePath: instancePath + "/link", schemaPath: "#/properties/link/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema58.properties.link, data: data2 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/link", schemaPath: "#/properties/link/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema58.properties.link.type, parentSchema: schema58.properties.link, data: data2 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.state !== void 0 && func0.call(data, "state")) {
      let data3 = data.state;
      if (!(data3 === "up" || data3 === "down" || data3 === null)) {
        let err6 = { instancePath: instancePath + "/state", schemaPath: "#/$defs/up_down/enum", keyword: "enum", params: { allowedValues: schema36.enum }, message: "must be equal to one of the allowed values", schema: schema36.enum, parentSchema: schema36, data: data3 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.mtu !== void 0 && func0.call(data, "mtu")) {
      let data4 = data.mtu;
      if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4)) && data4 !== null) {
        let err7 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data4 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
      if (typeof data4 == "number" && isFinite(data4)) {
        if (data4 > 65535 || isNaN(data4)) {
          let err8 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data4 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
        if (data4 < 68 || isNaN(data4)) {
          let err9 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data4 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
      }
    }
    if (data.hwaddr !== void 0 && func0.call(data, "hwaddr")) {
      let data5 = data.hwaddr;
      if (typeof data5 != "string" && data5 !== null) {
        let err10 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/type", keyword: "type", params: { type: schema38.type }, message: "must be string,null", schema: schema38.type, parentSchema: schema38, data: data5 };
        vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
      }
      if (typeof data5 == "string" && func75(data5) < 1) {
        let err11 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data5 };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
    }
    if (data.addresses !== void 0 && func0.call(data, "addresses")) {
      let data6 = data.addresses;
      if (!Array.isArray(data6) && data6 !== null) {
        let err12 = { instancePath: instancePath + "/addresses", schemaPath: "#/$defs/addresses/type", keyword: "type", params: { type: schema37.type }, message: "must be array,null", schema: schema37.type, parentSchema: schema37, data: data6 };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
      if (Array.isArray(data6)) {
        let len0 = data6.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data7 = data6[i0];
          if (typeof data7 == "string") {
            if (func75(data7) < 1) {
              let err13 = { instancePath: instancePath + "/addresses/" + i0, schemaPath: "#/$defs/addresses/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema37.items, data: data7 };
              vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
            }
          } else {
            let err14 = { instancePath: instancePath + "/addresses/" + i0, schemaPath: "#/$defs/addresses/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema37.items.type, parentSchema: schema37.items, data: data7 };
            vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
          }
        }
      }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data8 = data.heal;
      if (!(data8 === "enforce" || data8 === "report")) {
        let err15 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data8 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data9 = data.ignore;
      if (!Array.isArray(data9) && data9 !== null) {
        let err16 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data9 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
      if (Array.isArray(data9)) {
        let len1 = data9.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data10 = data9[i1];
          if (typeof data10 == "string") {
            if (func75(data10) < 1) {
              let err17 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data10 };
              vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
            }
          } else {
            let err18 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data10 };
            vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
          }
        }
        let i2 = data9.length, j0;
        if (i2 > 1) {
          let indices0 = {};
          for (; i2--; ) {
            let item0 = data9[i2];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err19 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i2, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i2 + " are identical)", schema: !0, parentSchema: schema42, data: data9 };
                vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
                break;
              }
              indices0[item0] = i2;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data11 = data.adopt;
      if (typeof data11 != "boolean") {
        let err20 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema58.properties.adopt.type, parentSchema: schema58.properties.adopt, data: data11 };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
    }
  } else {
    let err21 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema58.type, parentSchema: schema58, data };
    vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
  }
  return validate25.errors = vErrors, errors === 0;
}
validate25.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
var schema65 = { title: "Route", description: "A route of the kernel.", type: "object", additionalProperties: !1, required: ["to"], properties: { to: { description: "Destination: a network with its prefix length, or default.", type: "string", minLength: 1 }, via: { description: "Address of the next hop.", type: "string", minLength: 1 }, dev: { description: "Name of the device.", type: "string", minLength: 1 }, metric: { description: "Priority among routes to one destination; the lowest wins.", type: "integer", minimum: 0, maximum: 4294967295 }, table: { description: "Routing table: its number, or main (default), local or default.", type: ["integer", "string"], minimum: 1, maximum: 4294967295 }, src: { description: "Source address that the host prefers on this route.", type: "string", minLength: 1 }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } };
function validate27(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate27.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.to === void 0 || !func0.call(data, "to")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "to" }, message: "must have required property 'to'", schema: schema65.required, parentSchema: schema65, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!func0.call(schema65.properties, key0)) {
        let err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema65, data };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.to !== void 0 && func0.call(data, "to")) {
      let data0 = data.to;
      if (typeof data0 == "string") {
        if (func75(data0) < 1) {
          let err2 = { instancePath: instancePath + "/to", schemaPath: "#/properties/to/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema65.properties.to, data: data0 };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/to", schemaPath: "#/properties/to/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema65.properties.to.type, parentSchema: schema65.properties.to, data: data0 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.via !== void 0 && func0.call(data, "via")) {
      let data1 = data.via;
      if (typeof data1 == "string") {
        if (func75(data1) < 1) {
          let err4 = { instancePath: instancePath + "/via", schemaPath: "#/properties/via/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema65.properties.via, data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/via", schemaPath: "#/properties/via/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema65.properties.via.type, parentSchema: schema65.properties.via, data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.dev !== void 0 && func0.call(data, "dev")) {
      let data2 = data.dev;
      if (typeof data2 == "string") {
        if (func75(data2) < 1) {
          let err6 = { instancePath: instancePath + "/dev", schemaPath: "#/properties/dev/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema65.properties.dev, data: data2 };
          vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
        }
      } else {
        let err7 = { instancePath: instancePath + "/dev", schemaPath: "#/properties/dev/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema65.properties.dev.type, parentSchema: schema65.properties.dev, data: data2 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.metric !== void 0 && func0.call(data, "metric")) {
      let data3 = data.metric;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        let err8 = { instancePath: instancePath + "/metric", schemaPath: "#/properties/metric/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema65.properties.metric.type, parentSchema: schema65.properties.metric, data: data3 };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 4294967295 || isNaN(data3)) {
          let err9 = { instancePath: instancePath + "/metric", schemaPath: "#/properties/metric/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema65.properties.metric, data: data3 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
        if (data3 < 0 || isNaN(data3)) {
          let err10 = { instancePath: instancePath + "/metric", schemaPath: "#/properties/metric/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema65.properties.metric, data: data3 };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
      }
    }
    if (data.table !== void 0 && func0.call(data, "table")) {
      let data4 = data.table;
      if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4)) && typeof data4 != "string") {
        let err11 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/type", keyword: "type", params: { type: schema65.properties.table.type }, message: "must be integer,string", schema: schema65.properties.table.type, parentSchema: schema65.properties.table, data: data4 };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
      if (typeof data4 == "number" && isFinite(data4)) {
        if (data4 > 4294967295 || isNaN(data4)) {
          let err12 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema65.properties.table, data: data4 };
          vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          let err13 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema65.properties.table, data: data4 };
          vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
        }
      }
    }
    if (data.src !== void 0 && func0.call(data, "src")) {
      let data5 = data.src;
      if (typeof data5 == "string") {
        if (func75(data5) < 1) {
          let err14 = { instancePath: instancePath + "/src", schemaPath: "#/properties/src/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema65.properties.src, data: data5 };
          vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
        }
      } else {
        let err15 = { instancePath: instancePath + "/src", schemaPath: "#/properties/src/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema65.properties.src.type, parentSchema: schema65.properties.src, data: data5 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data6 = data.heal;
      if (!(data6 === "enforce" || data6 === "report")) {
        let err16 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data6 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data7 = data.ignore;
      if (!Array.isArray(data7) && data7 !== null) {
        let err17 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data7 };
        vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
      }
      if (Array.isArray(data7)) {
        let len0 = data7.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data8 = data7[i0];
          if (typeof data8 == "string") {
            if (func75(data8) < 1) {
              let err18 = { instancePath: instancePath + "/ignore/" + i0, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data8 };
              vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
            }
          } else {
            let err19 = { instancePath: instancePath + "/ignore/" + i0, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data8 };
            vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
          }
        }
        let i1 = data7.length, j0;
        if (i1 > 1) {
          let indices0 = {};
          for (; i1--; ) {
            let item0 = data7[i1];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err20 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)", schema: !0, parentSchema: schema42, data: data7 };
                vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
                break;
              }
              indices0[item0] = i1;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data9 = data.adopt;
      if (typeof data9 != "boolean") {
        let err21 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema65.properties.adopt.type, parentSchema: schema65.properties.adopt, data: data9 };
        vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
      }
    }
  } else {
    let err22 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema65.type, parentSchema: schema65, data };
    vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
  }
  return validate27.errors = vErrors, errors === 0;
}
validate27.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
var schema68 = { title: "Container", description: "An LXC container; the key is its name. null, in a later file, removes it.", type: "object", additionalProperties: !1, properties: { hostname: { description: "Host name inside the container.", type: ["string", "null"], minLength: 1 }, template: { description: "LXC template that makes the root file system: its name, or its name and arguments.", type: ["string", "object"], minLength: 1, additionalProperties: !1, required: ["name"], properties: { name: { description: "Name of the template.", type: "string", minLength: 1 }, args: { description: "Arguments of the template: name: x becomes --name x.", type: ["object", "null"], additionalProperties: { type: ["string", "number", "boolean"] } } } }, resources: { description: "Limits of the container.", $ref: "#/$defs/resources" }, state: { description: "running (default), stopped, or unmanaged: others start and stop it, its ports come and go with it.", enum: ["running", "stopped", "unmanaged", null] }, autostart: { description: "Start it when the host boots.", type: ["boolean", "null"] }, strict: { description: "Make an error of a limit that the host cannot enforce.", type: "boolean" }, interfaces: { description: "Network interfaces; each key is the name inside the container.", type: ["object", "null"], additionalProperties: { $ref: "#/$defs/interface" } }, on_remove: { description: "What becomes of the data when the container is no longer declared: retain (default) or destroy.", enum: ["retain", "destroy"] }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over a container that exists and has no owner.", type: "boolean" }, external: { description: "The container must exist; it is used and never changed, created or deleted.", type: "boolean" } } }, schema69 = { title: "ContainerResources", description: "What the container may use.", type: "object", additionalProperties: !1, properties: { vcpus: { description: "Processors, fractions allowed.", type: ["number", "null"], exclusiveMinimum: 0, maximum: 4096 }, memory_mb: { description: "Memory in MiB.", type: ["integer", "null"], minimum: 1, maximum: 1073741824 }, storage_gb: { description: "Size of the root file system in GiB. A plain directory cannot limit it: a warning, or an error with strict: true.", type: ["integer", "null"], minimum: 1, maximum: 1073741824 } } }, schema70 = { title: "ContainerInterface", description: "A network interface of a container, together with its port on the bridge. null, in a later file, removes it.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, port: { description: "Name of the port. Default: sock_ or veth_ and the container's name.", type: "string", minLength: 1 }, network_type: { description: "socket (default): an internal port that is moved into the container. veth: a pair whose host end is the port.", enum: ["socket", "veth"] }, hwaddr: { description: "MAC address of the interface.", $ref: "#/$defs/mac" }, mac: { description: "MAC address under its OVSDB column name. Not together with hwaddr.", $ref: "#/$defs/mac" }, addresses: { description: "Addresses on the interface, inside the container, each with its prefix length.", $ref: "#/$defs/addresses" }, gateway: { description: "Default gateway, in the subnet of one of the addresses.", type: ["string", "null"], minLength: 1 }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, tag: { description: "VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.", $ref: "#/$defs/vlan" }, trunks: { description: "VLANs that a trunk carries; none listed means all.", $ref: "#/$defs/trunks" }, vlan_mode: { description: "access, trunk, native-tagged, native-untagged or dot1q-tunnel.", $ref: "#/$defs/vlan_mode" }, ofport_request: { description: "The OpenFlow port number to ask for: 1 to 65279.", $ref: "#/$defs/ofport" }, state: { description: "State of the host end of a veth pair; up unless it says down.", $ref: "#/$defs/up_down" }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone.", $ref: "#/$defs/string_map" }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over a port that exists and has no owner.", type: "boolean" } } };
function validate30(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate30.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.bridge === void 0 || !func0.call(data, "bridge")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "bridge" }, message: "must have required property 'bridge'", schema: schema70.required, parentSchema: schema70, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!func0.call(schema70.properties, key0)) {
        let err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema70, data };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.bridge !== void 0 && func0.call(data, "bridge")) {
      let data0 = data.bridge;
      if (typeof data0 == "string") {
        if (func75(data0) < 1) {
          let err2 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema70.properties.bridge, data: data0 };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema70.properties.bridge.type, parentSchema: schema70.properties.bridge, data: data0 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.port !== void 0 && func0.call(data, "port")) {
      let data1 = data.port;
      if (typeof data1 == "string") {
        if (func75(data1) < 1) {
          let err4 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema70.properties.port, data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema70.properties.port.type, parentSchema: schema70.properties.port, data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.network_type !== void 0 && func0.call(data, "network_type")) {
      let data2 = data.network_type;
      if (!(data2 === "socket" || data2 === "veth")) {
        let err6 = { instancePath: instancePath + "/network_type", schemaPath: "#/properties/network_type/enum", keyword: "enum", params: { allowedValues: schema70.properties.network_type.enum }, message: "must be equal to one of the allowed values", schema: schema70.properties.network_type.enum, parentSchema: schema70.properties.network_type, data: data2 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.hwaddr !== void 0 && func0.call(data, "hwaddr")) {
      let data3 = data.hwaddr;
      if (typeof data3 != "string" && data3 !== null) {
        let err7 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/type", keyword: "type", params: { type: schema38.type }, message: "must be string,null", schema: schema38.type, parentSchema: schema38, data: data3 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
      if (typeof data3 == "string" && func75(data3) < 1) {
        let err8 = { instancePath: instancePath + "/hwaddr", schemaPath: "#/$defs/mac/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data3 };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
    }
    if (data.mac !== void 0 && func0.call(data, "mac")) {
      let data4 = data.mac;
      if (typeof data4 != "string" && data4 !== null) {
        let err9 = { instancePath: instancePath + "/mac", schemaPath: "#/$defs/mac/type", keyword: "type", params: { type: schema38.type }, message: "must be string,null", schema: schema38.type, parentSchema: schema38, data: data4 };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
      if (typeof data4 == "string" && func75(data4) < 1) {
        let err10 = { instancePath: instancePath + "/mac", schemaPath: "#/$defs/mac/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data4 };
        vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
      }
    }
    if (data.addresses !== void 0 && func0.call(data, "addresses")) {
      let data5 = data.addresses;
      if (!Array.isArray(data5) && data5 !== null) {
        let err11 = { instancePath: instancePath + "/addresses", schemaPath: "#/$defs/addresses/type", keyword: "type", params: { type: schema37.type }, message: "must be array,null", schema: schema37.type, parentSchema: schema37, data: data5 };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
      if (Array.isArray(data5)) {
        let len0 = data5.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data6 = data5[i0];
          if (typeof data6 == "string") {
            if (func75(data6) < 1) {
              let err12 = { instancePath: instancePath + "/addresses/" + i0, schemaPath: "#/$defs/addresses/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema37.items, data: data6 };
              vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
            }
          } else {
            let err13 = { instancePath: instancePath + "/addresses/" + i0, schemaPath: "#/$defs/addresses/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema37.items.type, parentSchema: schema37.items, data: data6 };
            vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
          }
        }
      }
    }
    if (data.gateway !== void 0 && func0.call(data, "gateway")) {
      let data7 = data.gateway;
      if (typeof data7 != "string" && data7 !== null) {
        let err14 = { instancePath: instancePath + "/gateway", schemaPath: "#/properties/gateway/type", keyword: "type", params: { type: schema70.properties.gateway.type }, message: "must be string,null", schema: schema70.properties.gateway.type, parentSchema: schema70.properties.gateway, data: data7 };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
      if (typeof data7 == "string" && func75(data7) < 1) {
        let err15 = { instancePath: instancePath + "/gateway", schemaPath: "#/properties/gateway/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema70.properties.gateway, data: data7 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
    }
    if (data.mtu !== void 0 && func0.call(data, "mtu")) {
      let data8 = data.mtu;
      if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8)) && data8 !== null) {
        let err16 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data8 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
      if (typeof data8 == "number" && isFinite(data8)) {
        if (data8 > 65535 || isNaN(data8)) {
          let err17 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data8 };
          vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
        }
        if (data8 < 68 || isNaN(data8)) {
          let err18 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data8 };
          vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
        }
      }
    }
    if (data.mtu_request !== void 0 && func0.call(data, "mtu_request")) {
      let data9 = data.mtu_request;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9)) && data9 !== null) {
        let err19 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data9 };
        vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 65535 || isNaN(data9)) {
          let err20 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data9 };
          vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
        }
        if (data9 < 68 || isNaN(data9)) {
          let err21 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data9 };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
      }
    }
    if (data.tag !== void 0 && func0.call(data, "tag")) {
      let data10 = data.tag;
      if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10)) && data10 !== null) {
        let err22 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/type", keyword: "type", params: { type: schema44.type }, message: "must be integer,null", schema: schema44.type, parentSchema: schema44, data: data10 };
        vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
      }
      if (typeof data10 == "number" && isFinite(data10)) {
        if (data10 > 4095 || isNaN(data10)) {
          let err23 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4095 }, message: "must be <= 4095", schema: 4095, parentSchema: schema44, data: data10 };
          vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
        }
        if (data10 < 0 || isNaN(data10)) {
          let err24 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema44, data: data10 };
          vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
        }
      }
    }
    if (data.trunks !== void 0 && func0.call(data, "trunks")) {
      let data11 = data.trunks;
      if (!Array.isArray(data11) && data11 !== null) {
        let err25 = { instancePath: instancePath + "/trunks", schemaPath: "#/$defs/trunks/type", keyword: "type", params: { type: schema45.type }, message: "must be array,null", schema: schema45.type, parentSchema: schema45, data: data11 };
        vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
      }
      if (Array.isArray(data11)) {
        let len1 = data11.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data12 = data11[i1];
          if (!(typeof data12 == "number" && !(data12 % 1) && !isNaN(data12) && isFinite(data12))) {
            let err26 = { instancePath: instancePath + "/trunks/" + i1, schemaPath: "#/$defs/trunks/items/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema45.items.type, parentSchema: schema45.items, data: data12 };
            vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
          }
          if (typeof data12 == "number" && isFinite(data12)) {
            if (data12 > 4095 || isNaN(data12)) {
              let err27 = { instancePath: instancePath + "/trunks/" + i1, schemaPath: "#/$defs/trunks/items/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4095 }, message: "must be <= 4095", schema: 4095, parentSchema: schema45.items, data: data12 };
              vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
            }
            if (data12 < 0 || isNaN(data12)) {
              let err28 = { instancePath: instancePath + "/trunks/" + i1, schemaPath: "#/$defs/trunks/items/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema45.items, data: data12 };
              vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
            }
          }
        }
      }
    }
    if (data.vlan_mode !== void 0 && func0.call(data, "vlan_mode")) {
      let data13 = data.vlan_mode;
      if (!(data13 === "access" || data13 === "trunk" || data13 === "native-tagged" || data13 === "native-untagged" || data13 === "dot1q-tunnel" || data13 === null)) {
        let err29 = { instancePath: instancePath + "/vlan_mode", schemaPath: "#/$defs/vlan_mode/enum", keyword: "enum", params: { allowedValues: schema46.enum }, message: "must be equal to one of the allowed values", schema: schema46.enum, parentSchema: schema46, data: data13 };
        vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
      }
    }
    if (data.ofport_request !== void 0 && func0.call(data, "ofport_request")) {
      let data14 = data.ofport_request;
      if (!(typeof data14 == "number" && !(data14 % 1) && !isNaN(data14) && isFinite(data14)) && data14 !== null) {
        let err30 = { instancePath: instancePath + "/ofport_request", schemaPath: "#/$defs/ofport/type", keyword: "type", params: { type: schema49.type }, message: "must be integer,null", schema: schema49.type, parentSchema: schema49, data: data14 };
        vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
      }
      if (typeof data14 == "number" && isFinite(data14)) {
        if (data14 > 65279 || isNaN(data14)) {
          let err31 = { instancePath: instancePath + "/ofport_request", schemaPath: "#/$defs/ofport/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65279 }, message: "must be <= 65279", schema: 65279, parentSchema: schema49, data: data14 };
          vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
        }
        if (data14 < 1 || isNaN(data14)) {
          let err32 = { instancePath: instancePath + "/ofport_request", schemaPath: "#/$defs/ofport/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema49, data: data14 };
          vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
        }
      }
    }
    if (data.state !== void 0 && func0.call(data, "state")) {
      let data15 = data.state;
      if (!(data15 === "up" || data15 === "down" || data15 === null)) {
        let err33 = { instancePath: instancePath + "/state", schemaPath: "#/$defs/up_down/enum", keyword: "enum", params: { allowedValues: schema36.enum }, message: "must be equal to one of the allowed values", schema: schema36.enum, parentSchema: schema36, data: data15 };
        vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
      }
    }
    if (data.external_ids !== void 0 && func0.call(data, "external_ids")) {
      let data16 = data.external_ids;
      if (!(data16 && typeof data16 == "object" && !Array.isArray(data16)) && data16 !== null) {
        let err34 = { instancePath: instancePath + "/external_ids", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data16 };
        vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
      }
      if (data16 && typeof data16 == "object" && !Array.isArray(data16))
        for (let key1 of Object.keys(data16)) {
          let data17 = data16[key1];
          if (typeof data17 != "string" && !(typeof data17 == "number" && isFinite(data17)) && typeof data17 != "boolean" && data17 !== null) {
            let err35 = { instancePath: instancePath + "/external_ids/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data17 };
            vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
          }
        }
    }
    if (data.other_config !== void 0 && func0.call(data, "other_config")) {
      let data18 = data.other_config;
      if (!(data18 && typeof data18 == "object" && !Array.isArray(data18)) && data18 !== null) {
        let err36 = { instancePath: instancePath + "/other_config", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data18 };
        vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
      }
      if (data18 && typeof data18 == "object" && !Array.isArray(data18))
        for (let key2 of Object.keys(data18)) {
          let data19 = data18[key2];
          if (typeof data19 != "string" && !(typeof data19 == "number" && isFinite(data19)) && typeof data19 != "boolean" && data19 !== null) {
            let err37 = { instancePath: instancePath + "/other_config/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data19 };
            vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
          }
        }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data20 = data.heal;
      if (!(data20 === "enforce" || data20 === "report")) {
        let err38 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data20 };
        vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data21 = data.ignore;
      if (!Array.isArray(data21) && data21 !== null) {
        let err39 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data21 };
        vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
      }
      if (Array.isArray(data21)) {
        let len2 = data21.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data22 = data21[i2];
          if (typeof data22 == "string") {
            if (func75(data22) < 1) {
              let err40 = { instancePath: instancePath + "/ignore/" + i2, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data22 };
              vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
            }
          } else {
            let err41 = { instancePath: instancePath + "/ignore/" + i2, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data22 };
            vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
          }
        }
        let i3 = data21.length, j0;
        if (i3 > 1) {
          let indices0 = {};
          for (; i3--; ) {
            let item0 = data21[i3];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err42 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i3, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i3 + " are identical)", schema: !0, parentSchema: schema42, data: data21 };
                vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
                break;
              }
              indices0[item0] = i3;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data23 = data.adopt;
      if (typeof data23 != "boolean") {
        let err43 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema70.properties.adopt.type, parentSchema: schema70.properties.adopt, data: data23 };
        vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
      }
    }
  } else {
    let err44 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema70.type, parentSchema: schema70, data };
    vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
  }
  return validate30.errors = vErrors, errors === 0;
}
validate30.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
function validate29(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate29.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 of Object.keys(data))
      if (!func0.call(schema68.properties, key0)) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema68, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.hostname !== void 0 && func0.call(data, "hostname")) {
      let data0 = data.hostname;
      if (typeof data0 != "string" && data0 !== null) {
        let err1 = { instancePath: instancePath + "/hostname", schemaPath: "#/properties/hostname/type", keyword: "type", params: { type: schema68.properties.hostname.type }, message: "must be string,null", schema: schema68.properties.hostname.type, parentSchema: schema68.properties.hostname, data: data0 };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
      if (typeof data0 == "string" && func75(data0) < 1) {
        let err2 = { instancePath: instancePath + "/hostname", schemaPath: "#/properties/hostname/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema68.properties.hostname, data: data0 };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    }
    if (data.template !== void 0 && func0.call(data, "template")) {
      let data1 = data.template;
      if (typeof data1 != "string" && !(data1 && typeof data1 == "object" && !Array.isArray(data1))) {
        let err3 = { instancePath: instancePath + "/template", schemaPath: "#/properties/template/type", keyword: "type", params: { type: schema68.properties.template.type }, message: "must be string,object", schema: schema68.properties.template.type, parentSchema: schema68.properties.template, data: data1 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
      if (typeof data1 == "string" && func75(data1) < 1) {
        let err4 = { instancePath: instancePath + "/template", schemaPath: "#/properties/template/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema68.properties.template, data: data1 };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        if (data1.name === void 0 || !func0.call(data1, "name")) {
          let err5 = { instancePath: instancePath + "/template", schemaPath: "#/properties/template/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema68.properties.template.required, parentSchema: schema68.properties.template, data: data1 };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
        for (let key1 of Object.keys(data1))
          if (!(key1 === "name" || key1 === "args")) {
            let err6 = { instancePath: instancePath + "/template", schemaPath: "#/properties/template/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema68.properties.template, data: data1 };
            vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
          }
        if (data1.name !== void 0 && func0.call(data1, "name")) {
          let data2 = data1.name;
          if (typeof data2 == "string") {
            if (func75(data2) < 1) {
              let err7 = { instancePath: instancePath + "/template/name", schemaPath: "#/properties/template/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema68.properties.template.properties.name, data: data2 };
              vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
            }
          } else {
            let err8 = { instancePath: instancePath + "/template/name", schemaPath: "#/properties/template/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema68.properties.template.properties.name.type, parentSchema: schema68.properties.template.properties.name, data: data2 };
            vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
          }
        }
        if (data1.args !== void 0 && func0.call(data1, "args")) {
          let data3 = data1.args;
          if (!(data3 && typeof data3 == "object" && !Array.isArray(data3)) && data3 !== null) {
            let err9 = { instancePath: instancePath + "/template/args", schemaPath: "#/properties/template/properties/args/type", keyword: "type", params: { type: schema68.properties.template.properties.args.type }, message: "must be object,null", schema: schema68.properties.template.properties.args.type, parentSchema: schema68.properties.template.properties.args, data: data3 };
            vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
          }
          if (data3 && typeof data3 == "object" && !Array.isArray(data3))
            for (let key2 of Object.keys(data3)) {
              let data4 = data3[key2];
              if (typeof data4 != "string" && !(typeof data4 == "number" && isFinite(data4)) && typeof data4 != "boolean") {
                let err10 = { instancePath: instancePath + "/template/args/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/template/properties/args/additionalProperties/type", keyword: "type", params: { type: schema68.properties.template.properties.args.additionalProperties.type }, message: "must be string,number,boolean", schema: schema68.properties.template.properties.args.additionalProperties.type, parentSchema: schema68.properties.template.properties.args.additionalProperties, data: data4 };
                vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
              }
            }
        }
      }
    }
    if (data.resources !== void 0 && func0.call(data, "resources")) {
      let data5 = data.resources;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        for (let key3 of Object.keys(data5))
          if (!(key3 === "vcpus" || key3 === "memory_mb" || key3 === "storage_gb")) {
            let err11 = { instancePath: instancePath + "/resources", schemaPath: "#/$defs/resources/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema69, data: data5 };
            vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
          }
        if (data5.vcpus !== void 0 && func0.call(data5, "vcpus")) {
          let data6 = data5.vcpus;
          if (!(typeof data6 == "number" && isFinite(data6)) && data6 !== null) {
            let err12 = { instancePath: instancePath + "/resources/vcpus", schemaPath: "#/$defs/resources/properties/vcpus/type", keyword: "type", params: { type: schema69.properties.vcpus.type }, message: "must be number,null", schema: schema69.properties.vcpus.type, parentSchema: schema69.properties.vcpus, data: data6 };
            vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
          }
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 4096 || isNaN(data6)) {
              let err13 = { instancePath: instancePath + "/resources/vcpus", schemaPath: "#/$defs/resources/properties/vcpus/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4096 }, message: "must be <= 4096", schema: 4096, parentSchema: schema69.properties.vcpus, data: data6 };
              vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
            }
            if (data6 <= 0 || isNaN(data6)) {
              let err14 = { instancePath: instancePath + "/resources/vcpus", schemaPath: "#/$defs/resources/properties/vcpus/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema69.properties.vcpus, data: data6 };
              vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
            }
          }
        }
        if (data5.memory_mb !== void 0 && func0.call(data5, "memory_mb")) {
          let data7 = data5.memory_mb;
          if (!(typeof data7 == "number" && !(data7 % 1) && !isNaN(data7) && isFinite(data7)) && data7 !== null) {
            let err15 = { instancePath: instancePath + "/resources/memory_mb", schemaPath: "#/$defs/resources/properties/memory_mb/type", keyword: "type", params: { type: schema69.properties.memory_mb.type }, message: "must be integer,null", schema: schema69.properties.memory_mb.type, parentSchema: schema69.properties.memory_mb, data: data7 };
            vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
          }
          if (typeof data7 == "number" && isFinite(data7)) {
            if (data7 > 1073741824 || isNaN(data7)) {
              let err16 = { instancePath: instancePath + "/resources/memory_mb", schemaPath: "#/$defs/resources/properties/memory_mb/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1073741824 }, message: "must be <= 1073741824", schema: 1073741824, parentSchema: schema69.properties.memory_mb, data: data7 };
              vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
            }
            if (data7 < 1 || isNaN(data7)) {
              let err17 = { instancePath: instancePath + "/resources/memory_mb", schemaPath: "#/$defs/resources/properties/memory_mb/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema69.properties.memory_mb, data: data7 };
              vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
            }
          }
        }
        if (data5.storage_gb !== void 0 && func0.call(data5, "storage_gb")) {
          let data8 = data5.storage_gb;
          if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8)) && data8 !== null) {
            let err18 = { instancePath: instancePath + "/resources/storage_gb", schemaPath: "#/$defs/resources/properties/storage_gb/type", keyword: "type", params: { type: schema69.properties.storage_gb.type }, message: "must be integer,null", schema: schema69.properties.storage_gb.type, parentSchema: schema69.properties.storage_gb, data: data8 };
            vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
          }
          if (typeof data8 == "number" && isFinite(data8)) {
            if (data8 > 1073741824 || isNaN(data8)) {
              let err19 = { instancePath: instancePath + "/resources/storage_gb", schemaPath: "#/$defs/resources/properties/storage_gb/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1073741824 }, message: "must be <= 1073741824", schema: 1073741824, parentSchema: schema69.properties.storage_gb, data: data8 };
              vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
            }
            if (data8 < 1 || isNaN(data8)) {
              let err20 = { instancePath: instancePath + "/resources/storage_gb", schemaPath: "#/$defs/resources/properties/storage_gb/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema69.properties.storage_gb, data: data8 };
              vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
            }
          }
        }
      } else {
        let err21 = { instancePath: instancePath + "/resources", schemaPath: "#/$defs/resources/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema69.type, parentSchema: schema69, data: data5 };
        vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
      }
    }
    if (data.state !== void 0 && func0.call(data, "state")) {
      let data9 = data.state;
      if (!(data9 === "running" || data9 === "stopped" || data9 === "unmanaged" || data9 === null)) {
        let err22 = { instancePath: instancePath + "/state", schemaPath: "#/properties/state/enum", keyword: "enum", params: { allowedValues: schema68.properties.state.enum }, message: "must be equal to one of the allowed values", schema: schema68.properties.state.enum, parentSchema: schema68.properties.state, data: data9 };
        vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
      }
    }
    if (data.autostart !== void 0 && func0.call(data, "autostart")) {
      let data10 = data.autostart;
      if (typeof data10 != "boolean" && data10 !== null) {
        let err23 = { instancePath: instancePath + "/autostart", schemaPath: "#/properties/autostart/type", keyword: "type", params: { type: schema68.properties.autostart.type }, message: "must be boolean,null", schema: schema68.properties.autostart.type, parentSchema: schema68.properties.autostart, data: data10 };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
    }
    if (data.strict !== void 0 && func0.call(data, "strict")) {
      let data11 = data.strict;
      if (typeof data11 != "boolean") {
        let err24 = { instancePath: instancePath + "/strict", schemaPath: "#/properties/strict/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema68.properties.strict.type, parentSchema: schema68.properties.strict, data: data11 };
        vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
      }
    }
    if (data.interfaces !== void 0 && func0.call(data, "interfaces")) {
      let data12 = data.interfaces;
      if (!(data12 && typeof data12 == "object" && !Array.isArray(data12)) && data12 !== null) {
        let err25 = { instancePath: instancePath + "/interfaces", schemaPath: "#/properties/interfaces/type", keyword: "type", params: { type: schema68.properties.interfaces.type }, message: "must be object,null", schema: schema68.properties.interfaces.type, parentSchema: schema68.properties.interfaces, data: data12 };
        vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
      }
      if (data12 && typeof data12 == "object" && !Array.isArray(data12))
        for (let key4 of Object.keys(data12))
          validate30(data12[key4], { instancePath: instancePath + "/interfaces/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data12, parentDataProperty: key4, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors), errors = vErrors.length);
    }
    if (data.on_remove !== void 0 && func0.call(data, "on_remove")) {
      let data14 = data.on_remove;
      if (!(data14 === "retain" || data14 === "destroy")) {
        let err26 = { instancePath: instancePath + "/on_remove", schemaPath: "#/properties/on_remove/enum", keyword: "enum", params: { allowedValues: schema68.properties.on_remove.enum }, message: "must be equal to one of the allowed values", schema: schema68.properties.on_remove.enum, parentSchema: schema68.properties.on_remove, data: data14 };
        vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
      }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data15 = data.heal;
      if (!(data15 === "enforce" || data15 === "report")) {
        let err27 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data15 };
        vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data16 = data.ignore;
      if (!Array.isArray(data16) && data16 !== null) {
        let err28 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data16 };
        vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
      }
      if (Array.isArray(data16)) {
        let len0 = data16.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data17 = data16[i0];
          if (typeof data17 == "string") {
            if (func75(data17) < 1) {
              let err29 = { instancePath: instancePath + "/ignore/" + i0, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data17 };
              vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
            }
          } else {
            let err30 = { instancePath: instancePath + "/ignore/" + i0, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data17 };
            vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
          }
        }
        let i1 = data16.length, j0;
        if (i1 > 1) {
          let indices0 = {};
          for (; i1--; ) {
            let item0 = data16[i1];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err31 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)", schema: !0, parentSchema: schema42, data: data16 };
                vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
                break;
              }
              indices0[item0] = i1;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data18 = data.adopt;
      if (typeof data18 != "boolean") {
        let err32 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema68.properties.adopt.type, parentSchema: schema68.properties.adopt, data: data18 };
        vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
      }
    }
    if (data.external !== void 0 && func0.call(data, "external")) {
      let data19 = data.external;
      if (typeof data19 != "boolean") {
        let err33 = { instancePath: instancePath + "/external", schemaPath: "#/properties/external/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema68.properties.external.type, parentSchema: schema68.properties.external, data: data19 };
        vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
      }
    }
  } else {
    let err34 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema68.type, parentSchema: schema68, data };
    vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
  }
  return validate29.errors = vErrors, errors === 0;
}
validate29.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
var schema87 = { title: "Discover", description: "Ports and flows for running containers that nobody declares; they come and go with the container. null, in a later file, removes it.", type: "object", additionalProperties: !1, required: ["select", "interface"], properties: { select: { description: "Names of LXC containers, one or a list; * stands for any characters, ? for one. The first entry of discover that names a container counts.", type: ["string", "array"], minLength: 1, minItems: 1, items: { type: "string", minLength: 1 } }, interface: { description: "The interface and its port.", $ref: "#/$defs/discovered_interface" }, heal: { description: "What watch does when a port of this entry differs: enforce (default) repairs it, report only tells it. It comes and goes with its container in any case.", $ref: "#/$defs/heal" }, ignore: { description: "Fields of the port that are set when it is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, flows: { description: "Flows for each of the ports.", type: ["array", "null"], items: { $ref: "#/$defs/discovered_flow" } } } }, schema88 = { title: "DiscoveredInterface", description: "The interface that each discovered container is given, together with its port on the bridge.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, name: { description: "Name of the device inside the container; default eth0.", type: "string", minLength: 1 }, network_type: { description: "socket (default): an internal port that is moved into the running container. veth: the pair that the container was started with; its host end is the port.", enum: ["socket", "veth"] }, mtu: { description: "MTU of the device, 68 to 65535; on an Open vSwitch port it is the column mtu_request.", $ref: "#/$defs/mtu" }, mtu_request: { description: "The MTU to set, under its OVSDB column name. Not together with mtu.", $ref: "#/$defs/mtu" }, tag: { description: "VLAN of an access port, or the native VLAN of a trunk: 0 to 4095.", $ref: "#/$defs/vlan" }, trunks: { description: "VLANs that a trunk carries; none listed means all.", $ref: "#/$defs/trunks" }, vlan_mode: { description: "access, trunk, native-tagged, native-untagged or dot1q-tunnel.", $ref: "#/$defs/vlan_mode" }, external_ids: { description: "Entries of the column external_ids; others' entries are left alone. {port_name} and {container} stand for the container's.", $ref: "#/$defs/string_map" }, other_config: { description: "Entries of the column other_config; others' entries are left alone. {port_name} and {container} stand for the container's.", $ref: "#/$defs/string_map" } } };
function validate34(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate34.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.bridge === void 0 || !func0.call(data, "bridge")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "bridge" }, message: "must have required property 'bridge'", schema: schema88.required, parentSchema: schema88, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!func0.call(schema88.properties, key0)) {
        let err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema88, data };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.bridge !== void 0 && func0.call(data, "bridge")) {
      let data0 = data.bridge;
      if (typeof data0 == "string") {
        if (func75(data0) < 1) {
          let err2 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema88.properties.bridge, data: data0 };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema88.properties.bridge.type, parentSchema: schema88.properties.bridge, data: data0 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.name !== void 0 && func0.call(data, "name")) {
      let data1 = data.name;
      if (typeof data1 == "string") {
        if (func75(data1) < 1) {
          let err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema88.properties.name, data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema88.properties.name.type, parentSchema: schema88.properties.name, data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.network_type !== void 0 && func0.call(data, "network_type")) {
      let data2 = data.network_type;
      if (!(data2 === "socket" || data2 === "veth")) {
        let err6 = { instancePath: instancePath + "/network_type", schemaPath: "#/properties/network_type/enum", keyword: "enum", params: { allowedValues: schema88.properties.network_type.enum }, message: "must be equal to one of the allowed values", schema: schema88.properties.network_type.enum, parentSchema: schema88.properties.network_type, data: data2 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.mtu !== void 0 && func0.call(data, "mtu")) {
      let data3 = data.mtu;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3)) && data3 !== null) {
        let err7 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data3 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 65535 || isNaN(data3)) {
          let err8 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data3 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
        if (data3 < 68 || isNaN(data3)) {
          let err9 = { instancePath: instancePath + "/mtu", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data3 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
      }
    }
    if (data.mtu_request !== void 0 && func0.call(data, "mtu_request")) {
      let data4 = data.mtu_request;
      if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4)) && data4 !== null) {
        let err10 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/type", keyword: "type", params: { type: schema34.type }, message: "must be integer,null", schema: schema34.type, parentSchema: schema34, data: data4 };
        vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
      }
      if (typeof data4 == "number" && isFinite(data4)) {
        if (data4 > 65535 || isNaN(data4)) {
          let err11 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema34, data: data4 };
          vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
        }
        if (data4 < 68 || isNaN(data4)) {
          let err12 = { instancePath: instancePath + "/mtu_request", schemaPath: "#/$defs/mtu/minimum", keyword: "minimum", params: { comparison: ">=", limit: 68 }, message: "must be >= 68", schema: 68, parentSchema: schema34, data: data4 };
          vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
        }
      }
    }
    if (data.tag !== void 0 && func0.call(data, "tag")) {
      let data5 = data.tag;
      if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5)) && data5 !== null) {
        let err13 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/type", keyword: "type", params: { type: schema44.type }, message: "must be integer,null", schema: schema44.type, parentSchema: schema44, data: data5 };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
      if (typeof data5 == "number" && isFinite(data5)) {
        if (data5 > 4095 || isNaN(data5)) {
          let err14 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4095 }, message: "must be <= 4095", schema: 4095, parentSchema: schema44, data: data5 };
          vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
        }
        if (data5 < 0 || isNaN(data5)) {
          let err15 = { instancePath: instancePath + "/tag", schemaPath: "#/$defs/vlan/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema44, data: data5 };
          vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
        }
      }
    }
    if (data.trunks !== void 0 && func0.call(data, "trunks")) {
      let data6 = data.trunks;
      if (!Array.isArray(data6) && data6 !== null) {
        let err16 = { instancePath: instancePath + "/trunks", schemaPath: "#/$defs/trunks/type", keyword: "type", params: { type: schema45.type }, message: "must be array,null", schema: schema45.type, parentSchema: schema45, data: data6 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
      if (Array.isArray(data6)) {
        let len0 = data6.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data7 = data6[i0];
          if (!(typeof data7 == "number" && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
            let err17 = { instancePath: instancePath + "/trunks/" + i0, schemaPath: "#/$defs/trunks/items/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema45.items.type, parentSchema: schema45.items, data: data7 };
            vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
          }
          if (typeof data7 == "number" && isFinite(data7)) {
            if (data7 > 4095 || isNaN(data7)) {
              let err18 = { instancePath: instancePath + "/trunks/" + i0, schemaPath: "#/$defs/trunks/items/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4095 }, message: "must be <= 4095", schema: 4095, parentSchema: schema45.items, data: data7 };
              vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
            }
            if (data7 < 0 || isNaN(data7)) {
              let err19 = { instancePath: instancePath + "/trunks/" + i0, schemaPath: "#/$defs/trunks/items/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema45.items, data: data7 };
              vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
            }
          }
        }
      }
    }
    if (data.vlan_mode !== void 0 && func0.call(data, "vlan_mode")) {
      let data8 = data.vlan_mode;
      if (!(data8 === "access" || data8 === "trunk" || data8 === "native-tagged" || data8 === "native-untagged" || data8 === "dot1q-tunnel" || data8 === null)) {
        let err20 = { instancePath: instancePath + "/vlan_mode", schemaPath: "#/$defs/vlan_mode/enum", keyword: "enum", params: { allowedValues: schema46.enum }, message: "must be equal to one of the allowed values", schema: schema46.enum, parentSchema: schema46, data: data8 };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
    }
    if (data.external_ids !== void 0 && func0.call(data, "external_ids")) {
      let data9 = data.external_ids;
      if (!(data9 && typeof data9 == "object" && !Array.isArray(data9)) && data9 !== null) {
        let err21 = { instancePath: instancePath + "/external_ids", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data9 };
        vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
      }
      if (data9 && typeof data9 == "object" && !Array.isArray(data9))
        for (let key1 of Object.keys(data9)) {
          let data10 = data9[key1];
          if (typeof data10 != "string" && !(typeof data10 == "number" && isFinite(data10)) && typeof data10 != "boolean" && data10 !== null) {
            let err22 = { instancePath: instancePath + "/external_ids/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data10 };
            vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
          }
        }
    }
    if (data.other_config !== void 0 && func0.call(data, "other_config")) {
      let data11 = data.other_config;
      if (!(data11 && typeof data11 == "object" && !Array.isArray(data11)) && data11 !== null) {
        let err23 = { instancePath: instancePath + "/other_config", schemaPath: "#/$defs/string_map/type", keyword: "type", params: { type: schema39.type }, message: "must be object,null", schema: schema39.type, parentSchema: schema39, data: data11 };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
      if (data11 && typeof data11 == "object" && !Array.isArray(data11))
        for (let key2 of Object.keys(data11)) {
          let data12 = data11[key2];
          if (typeof data12 != "string" && !(typeof data12 == "number" && isFinite(data12)) && typeof data12 != "boolean" && data12 !== null) {
            let err24 = { instancePath: instancePath + "/other_config/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/string_map/additionalProperties/type", keyword: "type", params: { type: schema39.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema39.additionalProperties.type, parentSchema: schema39.additionalProperties, data: data12 };
            vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
          }
        }
    }
  } else {
    let err25 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema88.type, parentSchema: schema88, data };
    vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
  }
  return validate34.errors = vErrors, errors === 0;
}
validate34.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
var schema98 = { title: "DiscoveredFlow", description: "A flow that each discovered container is given; its match names {port_name}.", type: "object", additionalProperties: !1, required: ["match", "actions"], properties: { bridge: { description: "Name of the bridge; default the interface's.", type: "string", minLength: 1 }, table: { description: "Flow table, 0 (default) to 254.", type: "integer", minimum: 0, maximum: 254 }, priority: { description: "0 to 65535, default 32768; the highest that matches wins.", type: "integer", minimum: 0, maximum: 65535 }, match: { description: "What the flow matches, as ovs-ofctl writes it, or as a map of fields. {port_name} stands for the container's port and has to be in it. Put it in quotes.", type: ["string", "object"], additionalProperties: { type: ["string", "number", "boolean", "null"] } }, actions: { description: "What it does, as ovs-ofctl writes it, or as a list. {port_name} stands for the container's port. Put it in quotes.", type: ["string", "array"], minLength: 1, minItems: 1, items: { type: "string", minLength: 1 } }, description: { description: "For people; not sent to the switch.", type: "string" }, cookie: { description: "The lower 32 bits of the cookie: a number, or hexadecimal text such as 0x2a.", type: ["integer", "string"], minimum: 0, maximum: 4294967295, pattern: "^0[xX][0-9a-fA-F]{1,8}$" }, idle_timeout: { description: "Seconds without traffic until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, hard_timeout: { description: "Seconds until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } }, pattern5 = new RegExp("^0[xX][0-9a-fA-F]{1,8}$", "u");
function validate36(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate36.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.match === void 0 || !func0.call(data, "match")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "match" }, message: "must have required property 'match'", schema: schema98.required, parentSchema: schema98, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    if (data.actions === void 0 || !func0.call(data, "actions")) {
      let err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "actions" }, message: "must have required property 'actions'", schema: schema98.required, parentSchema: schema98, data };
      vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!func0.call(schema98.properties, key0)) {
        let err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema98, data };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    if (data.bridge !== void 0 && func0.call(data, "bridge")) {
      let data0 = data.bridge;
      if (typeof data0 == "string") {
        if (func75(data0) < 1) {
          let err3 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema98.properties.bridge, data: data0 };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
      } else {
        let err4 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema98.properties.bridge.type, parentSchema: schema98.properties.bridge, data: data0 };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
    }
    if (data.table !== void 0 && func0.call(data, "table")) {
      let data1 = data.table;
      if (!(typeof data1 == "number" && !(data1 % 1) && !isNaN(data1) && isFinite(data1))) {
        let err5 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema98.properties.table.type, parentSchema: schema98.properties.table, data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
      if (typeof data1 == "number" && isFinite(data1)) {
        if (data1 > 254 || isNaN(data1)) {
          let err6 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/maximum", keyword: "maximum", params: { comparison: "<=", limit: 254 }, message: "must be <= 254", schema: 254, parentSchema: schema98.properties.table, data: data1 };
          vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
        }
        if (data1 < 0 || isNaN(data1)) {
          let err7 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema98.properties.table, data: data1 };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
      }
    }
    if (data.priority !== void 0 && func0.call(data, "priority")) {
      let data2 = data.priority;
      if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        let err8 = { instancePath: instancePath + "/priority", schemaPath: "#/properties/priority/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema98.properties.priority.type, parentSchema: schema98.properties.priority, data: data2 };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 65535 || isNaN(data2)) {
          let err9 = { instancePath: instancePath + "/priority", schemaPath: "#/properties/priority/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema98.properties.priority, data: data2 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
        if (data2 < 0 || isNaN(data2)) {
          let err10 = { instancePath: instancePath + "/priority", schemaPath: "#/properties/priority/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema98.properties.priority, data: data2 };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
      }
    }
    if (data.match !== void 0 && func0.call(data, "match")) {
      let data3 = data.match;
      if (typeof data3 != "string" && !(data3 && typeof data3 == "object" && !Array.isArray(data3))) {
        let err11 = { instancePath: instancePath + "/match", schemaPath: "#/properties/match/type", keyword: "type", params: { type: schema98.properties.match.type }, message: "must be string,object", schema: schema98.properties.match.type, parentSchema: schema98.properties.match, data: data3 };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
      if (data3 && typeof data3 == "object" && !Array.isArray(data3))
        for (let key1 of Object.keys(data3)) {
          let data4 = data3[key1];
          if (typeof data4 != "string" && !(typeof data4 == "number" && isFinite(data4)) && typeof data4 != "boolean" && data4 !== null) {
            let err12 = { instancePath: instancePath + "/match/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/match/additionalProperties/type", keyword: "type", params: { type: schema98.properties.match.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema98.properties.match.additionalProperties.type, parentSchema: schema98.properties.match.additionalProperties, data: data4 };
            vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
          }
        }
    }
    if (data.actions !== void 0 && func0.call(data, "actions")) {
      let data5 = data.actions;
      if (typeof data5 != "string" && !Array.isArray(data5)) {
        let err13 = { instancePath: instancePath + "/actions", schemaPath: "#/properties/actions/type", keyword: "type", params: { type: schema98.properties.actions.type }, message: "must be string,array", schema: schema98.properties.actions.type, parentSchema: schema98.properties.actions, data: data5 };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
      if (typeof data5 == "string" && func75(data5) < 1) {
        let err14 = { instancePath: instancePath + "/actions", schemaPath: "#/properties/actions/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema98.properties.actions, data: data5 };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
      if (Array.isArray(data5)) {
        if (data5.length < 1) {
          let err15 = { instancePath: instancePath + "/actions", schemaPath: "#/properties/actions/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema98.properties.actions, data: data5 };
          vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
        }
        let len0 = data5.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data6 = data5[i0];
          if (typeof data6 == "string") {
            if (func75(data6) < 1) {
              let err16 = { instancePath: instancePath + "/actions/" + i0, schemaPath: "#/properties/actions/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema98.properties.actions.items, data: data6 };
              vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
            }
          } else {
            let err17 = { instancePath: instancePath + "/actions/" + i0, schemaPath: "#/properties/actions/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema98.properties.actions.items.type, parentSchema: schema98.properties.actions.items, data: data6 };
            vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
          }
        }
      }
    }
    if (data.description !== void 0 && func0.call(data, "description")) {
      let data7 = data.description;
      if (typeof data7 != "string") {
        let err18 = { instancePath: instancePath + "/description", schemaPath: "#/properties/description/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema98.properties.description.type, parentSchema: schema98.properties.description, data: data7 };
        vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
      }
    }
    if (data.cookie !== void 0 && func0.call(data, "cookie")) {
      let data8 = data.cookie;
      if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8)) && typeof data8 != "string") {
        let err19 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/type", keyword: "type", params: { type: schema98.properties.cookie.type }, message: "must be integer,string", schema: schema98.properties.cookie.type, parentSchema: schema98.properties.cookie, data: data8 };
        vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
      }
      if (typeof data8 == "number" && isFinite(data8)) {
        if (data8 > 4294967295 || isNaN(data8)) {
          let err20 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema98.properties.cookie, data: data8 };
          vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
        }
        if (data8 < 0 || isNaN(data8)) {
          let err21 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema98.properties.cookie, data: data8 };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
      }
      if (typeof data8 == "string" && !pattern5.test(data8)) {
        let err22 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/pattern", keyword: "pattern", params: { pattern: "^0[xX][0-9a-fA-F]{1,8}$" }, message: 'must match pattern "^0[xX][0-9a-fA-F]{1,8}$"', schema: "^0[xX][0-9a-fA-F]{1,8}$", parentSchema: schema98.properties.cookie, data: data8 };
        vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
      }
    }
    if (data.idle_timeout !== void 0 && func0.call(data, "idle_timeout")) {
      let data9 = data.idle_timeout;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
        let err23 = { instancePath: instancePath + "/idle_timeout", schemaPath: "#/properties/idle_timeout/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema98.properties.idle_timeout.type, parentSchema: schema98.properties.idle_timeout, data: data9 };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 65535 || isNaN(data9)) {
          let err24 = { instancePath: instancePath + "/idle_timeout", schemaPath: "#/properties/idle_timeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema98.properties.idle_timeout, data: data9 };
          vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
        }
        if (data9 < 0 || isNaN(data9)) {
          let err25 = { instancePath: instancePath + "/idle_timeout", schemaPath: "#/properties/idle_timeout/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema98.properties.idle_timeout, data: data9 };
          vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
        }
      }
    }
    if (data.hard_timeout !== void 0 && func0.call(data, "hard_timeout")) {
      let data10 = data.hard_timeout;
      if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
        let err26 = { instancePath: instancePath + "/hard_timeout", schemaPath: "#/properties/hard_timeout/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema98.properties.hard_timeout.type, parentSchema: schema98.properties.hard_timeout, data: data10 };
        vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
      }
      if (typeof data10 == "number" && isFinite(data10)) {
        if (data10 > 65535 || isNaN(data10)) {
          let err27 = { instancePath: instancePath + "/hard_timeout", schemaPath: "#/properties/hard_timeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema98.properties.hard_timeout, data: data10 };
          vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
        }
        if (data10 < 0 || isNaN(data10)) {
          let err28 = { instancePath: instancePath + "/hard_timeout", schemaPath: "#/properties/hard_timeout/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema98.properties.hard_timeout, data: data10 };
          vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
        }
      }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data11 = data.heal;
      if (!(data11 === "enforce" || data11 === "report")) {
        let err29 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data11 };
        vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data12 = data.ignore;
      if (!Array.isArray(data12) && data12 !== null) {
        let err30 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data12 };
        vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
      }
      if (Array.isArray(data12)) {
        let len1 = data12.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data13 = data12[i1];
          if (typeof data13 == "string") {
            if (func75(data13) < 1) {
              let err31 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data13 };
              vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
            }
          } else {
            let err32 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data13 };
            vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
          }
        }
        let i2 = data12.length, j0;
        if (i2 > 1) {
          let indices0 = {};
          for (; i2--; ) {
            let item0 = data12[i2];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err33 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i2, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i2 + " are identical)", schema: !0, parentSchema: schema42, data: data12 };
                vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
                break;
              }
              indices0[item0] = i2;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data14 = data.adopt;
      if (typeof data14 != "boolean") {
        let err34 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema98.properties.adopt.type, parentSchema: schema98.properties.adopt, data: data14 };
        vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
      }
    }
  } else {
    let err35 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema98.type, parentSchema: schema98, data };
    vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
  }
  return validate36.errors = vErrors, errors === 0;
}
validate36.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
function validate33(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate33.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.select === void 0 || !func0.call(data, "select")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "select" }, message: "must have required property 'select'", schema: schema87.required, parentSchema: schema87, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    if (data.interface === void 0 || !func0.call(data, "interface")) {
      let err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "interface" }, message: "must have required property 'interface'", schema: schema87.required, parentSchema: schema87, data };
      vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!(key0 === "select" || key0 === "interface" || key0 === "heal" || key0 === "ignore" || key0 === "flows")) {
        let err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema87, data };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    if (data.select !== void 0 && func0.call(data, "select")) {
      let data0 = data.select;
      if (typeof data0 != "string" && !Array.isArray(data0)) {
        let err3 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/type", keyword: "type", params: { type: schema87.properties.select.type }, message: "must be string,array", schema: schema87.properties.select.type, parentSchema: schema87.properties.select, data: data0 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
      if (typeof data0 == "string" && func75(data0) < 1) {
        let err4 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema87.properties.select, data: data0 };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
      if (Array.isArray(data0)) {
        if (data0.length < 1) {
          let err5 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema87.properties.select, data: data0 };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
        let len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          if (typeof data1 == "string") {
            if (func75(data1) < 1) {
              let err6 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/properties/select/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema87.properties.select.items, data: data1 };
              vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
            }
          } else {
            let err7 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/properties/select/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema87.properties.select.items.type, parentSchema: schema87.properties.select.items, data: data1 };
            vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
          }
        }
      }
    }
    if (data.interface !== void 0 && func0.call(data, "interface") && (validate34(data.interface, { instancePath: instancePath + "/interface", parentData: data, parentDataProperty: "interface", rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors), errors = vErrors.length)), data.heal !== void 0 && func0.call(data, "heal")) {
      let data3 = data.heal;
      if (!(data3 === "enforce" || data3 === "report")) {
        let err8 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data3 };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data4 = data.ignore;
      if (!Array.isArray(data4) && data4 !== null) {
        let err9 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data4 };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
      if (Array.isArray(data4)) {
        let len1 = data4.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data5 = data4[i1];
          if (typeof data5 == "string") {
            if (func75(data5) < 1) {
              let err10 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data5 };
              vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
            }
          } else {
            let err11 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data5 };
            vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
          }
        }
        let i2 = data4.length, j0;
        if (i2 > 1) {
          let indices0 = {};
          for (; i2--; ) {
            let item0 = data4[i2];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err12 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i2, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i2 + " are identical)", schema: !0, parentSchema: schema42, data: data4 };
                vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
                break;
              }
              indices0[item0] = i2;
            }
          }
        }
      }
    }
    if (data.flows !== void 0 && func0.call(data, "flows")) {
      let data6 = data.flows;
      if (!Array.isArray(data6) && data6 !== null) {
        let err13 = { instancePath: instancePath + "/flows", schemaPath: "#/properties/flows/type", keyword: "type", params: { type: schema87.properties.flows.type }, message: "must be array,null", schema: schema87.properties.flows.type, parentSchema: schema87.properties.flows, data: data6 };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
      if (Array.isArray(data6)) {
        let len2 = data6.length;
        for (let i3 = 0; i3 < len2; i3++)
          validate36(data6[i3], { instancePath: instancePath + "/flows/" + i3, parentData: data6, parentDataProperty: i3, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors), errors = vErrors.length);
      }
    }
  } else {
    let err14 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema87.type, parentSchema: schema87, data };
    vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
  }
  return validate33.errors = vErrors, errors === 0;
}
validate33.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
var schema101 = { title: "Flow", description: "An OpenFlow flow, or a file of them.", type: "object", additionalProperties: !1, required: ["bridge"], properties: { bridge: { description: "Name of the bridge, which is declared under bridges.", type: "string", minLength: 1 }, file: { description: "A file of flows as ovs-ofctl add-flows takes it, relative to this document. Only adopt goes with it.", type: "string", minLength: 1 }, table: { description: "Flow table, 0 (default) to 254.", type: "integer", minimum: 0, maximum: 254 }, priority: { description: "0 to 65535, default 32768; the highest that matches wins.", type: "integer", minimum: 0, maximum: 65535 }, match: { description: "What the flow matches, as ovs-ofctl writes it, or as a map of fields. Put it in quotes. Without it everything matches.", type: ["string", "object"], additionalProperties: { type: ["string", "number", "boolean", "null"] } }, actions: { description: "What it does, as ovs-ofctl writes it, or as a list. Put it in quotes.", type: ["string", "array"], minLength: 1, minItems: 1, items: { type: "string", minLength: 1 } }, description: { description: "For people; not sent to the switch.", type: "string" }, cookie: { description: "The lower 32 bits of the cookie: a number, or hexadecimal text such as 0x2a.", type: ["integer", "string"], minimum: 0, maximum: 4294967295, pattern: "^0[xX][0-9a-fA-F]{1,8}$" }, idle_timeout: { description: "Seconds without traffic until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, hard_timeout: { description: "Seconds until it goes; 0 is never.", type: "integer", minimum: 0, maximum: 65535 }, heal: { description: "What watch does when the host differs from what is declared here: enforce (default) repairs it, report only tells it.", $ref: "#/$defs/heal" }, ignore: { description: "Fields that are set when the object is made, and when they change here, and are never compared else.", $ref: "#/$defs/ignore" }, adopt: { description: "Take over an object that exists and has no owner.", type: "boolean" } } };
function validate39(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate39.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.bridge === void 0 || !func0.call(data, "bridge")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "bridge" }, message: "must have required property 'bridge'", schema: schema101.required, parentSchema: schema101, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!func0.call(schema101.properties, key0)) {
        let err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema101, data };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.bridge !== void 0 && func0.call(data, "bridge")) {
      let data0 = data.bridge;
      if (typeof data0 == "string") {
        if (func75(data0) < 1) {
          let err2 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema101.properties.bridge, data: data0 };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/bridge", schemaPath: "#/properties/bridge/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema101.properties.bridge.type, parentSchema: schema101.properties.bridge, data: data0 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.file !== void 0 && func0.call(data, "file")) {
      let data1 = data.file;
      if (typeof data1 == "string") {
        if (func75(data1) < 1) {
          let err4 = { instancePath: instancePath + "/file", schemaPath: "#/properties/file/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema101.properties.file, data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/file", schemaPath: "#/properties/file/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema101.properties.file.type, parentSchema: schema101.properties.file, data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.table !== void 0 && func0.call(data, "table")) {
      let data2 = data.table;
      if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        let err6 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema101.properties.table.type, parentSchema: schema101.properties.table, data: data2 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 254 || isNaN(data2)) {
          let err7 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/maximum", keyword: "maximum", params: { comparison: "<=", limit: 254 }, message: "must be <= 254", schema: 254, parentSchema: schema101.properties.table, data: data2 };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
        if (data2 < 0 || isNaN(data2)) {
          let err8 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema101.properties.table, data: data2 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
      }
    }
    if (data.priority !== void 0 && func0.call(data, "priority")) {
      let data3 = data.priority;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        let err9 = { instancePath: instancePath + "/priority", schemaPath: "#/properties/priority/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema101.properties.priority.type, parentSchema: schema101.properties.priority, data: data3 };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 65535 || isNaN(data3)) {
          let err10 = { instancePath: instancePath + "/priority", schemaPath: "#/properties/priority/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema101.properties.priority, data: data3 };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
        if (data3 < 0 || isNaN(data3)) {
          let err11 = { instancePath: instancePath + "/priority", schemaPath: "#/properties/priority/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema101.properties.priority, data: data3 };
          vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
        }
      }
    }
    if (data.match !== void 0 && func0.call(data, "match")) {
      let data4 = data.match;
      if (typeof data4 != "string" && !(data4 && typeof data4 == "object" && !Array.isArray(data4))) {
        let err12 = { instancePath: instancePath + "/match", schemaPath: "#/properties/match/type", keyword: "type", params: { type: schema101.properties.match.type }, message: "must be string,object", schema: schema101.properties.match.type, parentSchema: schema101.properties.match, data: data4 };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
      if (data4 && typeof data4 == "object" && !Array.isArray(data4))
        for (let key1 of Object.keys(data4)) {
          let data5 = data4[key1];
          if (typeof data5 != "string" && !(typeof data5 == "number" && isFinite(data5)) && typeof data5 != "boolean" && data5 !== null) {
            let err13 = { instancePath: instancePath + "/match/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/match/additionalProperties/type", keyword: "type", params: { type: schema101.properties.match.additionalProperties.type }, message: "must be string,number,boolean,null", schema: schema101.properties.match.additionalProperties.type, parentSchema: schema101.properties.match.additionalProperties, data: data5 };
            vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
          }
        }
    }
    if (data.actions !== void 0 && func0.call(data, "actions")) {
      let data6 = data.actions;
      if (typeof data6 != "string" && !Array.isArray(data6)) {
        let err14 = { instancePath: instancePath + "/actions", schemaPath: "#/properties/actions/type", keyword: "type", params: { type: schema101.properties.actions.type }, message: "must be string,array", schema: schema101.properties.actions.type, parentSchema: schema101.properties.actions, data: data6 };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
      if (typeof data6 == "string" && func75(data6) < 1) {
        let err15 = { instancePath: instancePath + "/actions", schemaPath: "#/properties/actions/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema101.properties.actions, data: data6 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
      if (Array.isArray(data6)) {
        if (data6.length < 1) {
          let err16 = { instancePath: instancePath + "/actions", schemaPath: "#/properties/actions/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema101.properties.actions, data: data6 };
          vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
        }
        let len0 = data6.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data7 = data6[i0];
          if (typeof data7 == "string") {
            if (func75(data7) < 1) {
              let err17 = { instancePath: instancePath + "/actions/" + i0, schemaPath: "#/properties/actions/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema101.properties.actions.items, data: data7 };
              vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
            }
          } else {
            let err18 = { instancePath: instancePath + "/actions/" + i0, schemaPath: "#/properties/actions/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema101.properties.actions.items.type, parentSchema: schema101.properties.actions.items, data: data7 };
            vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
          }
        }
      }
    }
    if (data.description !== void 0 && func0.call(data, "description")) {
      let data8 = data.description;
      if (typeof data8 != "string") {
        let err19 = { instancePath: instancePath + "/description", schemaPath: "#/properties/description/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema101.properties.description.type, parentSchema: schema101.properties.description, data: data8 };
        vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
      }
    }
    if (data.cookie !== void 0 && func0.call(data, "cookie")) {
      let data9 = data.cookie;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9)) && typeof data9 != "string") {
        let err20 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/type", keyword: "type", params: { type: schema101.properties.cookie.type }, message: "must be integer,string", schema: schema101.properties.cookie.type, parentSchema: schema101.properties.cookie, data: data9 };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 4294967295 || isNaN(data9)) {
          let err21 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295", schema: 4294967295, parentSchema: schema101.properties.cookie, data: data9 };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
        if (data9 < 0 || isNaN(data9)) {
          let err22 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema101.properties.cookie, data: data9 };
          vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
        }
      }
      if (typeof data9 == "string" && !pattern5.test(data9)) {
        let err23 = { instancePath: instancePath + "/cookie", schemaPath: "#/properties/cookie/pattern", keyword: "pattern", params: { pattern: "^0[xX][0-9a-fA-F]{1,8}$" }, message: 'must match pattern "^0[xX][0-9a-fA-F]{1,8}$"', schema: "^0[xX][0-9a-fA-F]{1,8}$", parentSchema: schema101.properties.cookie, data: data9 };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
    }
    if (data.idle_timeout !== void 0 && func0.call(data, "idle_timeout")) {
      let data10 = data.idle_timeout;
      if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
        let err24 = { instancePath: instancePath + "/idle_timeout", schemaPath: "#/properties/idle_timeout/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema101.properties.idle_timeout.type, parentSchema: schema101.properties.idle_timeout, data: data10 };
        vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
      }
      if (typeof data10 == "number" && isFinite(data10)) {
        if (data10 > 65535 || isNaN(data10)) {
          let err25 = { instancePath: instancePath + "/idle_timeout", schemaPath: "#/properties/idle_timeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema101.properties.idle_timeout, data: data10 };
          vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
        }
        if (data10 < 0 || isNaN(data10)) {
          let err26 = { instancePath: instancePath + "/idle_timeout", schemaPath: "#/properties/idle_timeout/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema101.properties.idle_timeout, data: data10 };
          vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
        }
      }
    }
    if (data.hard_timeout !== void 0 && func0.call(data, "hard_timeout")) {
      let data11 = data.hard_timeout;
      if (!(typeof data11 == "number" && !(data11 % 1) && !isNaN(data11) && isFinite(data11))) {
        let err27 = { instancePath: instancePath + "/hard_timeout", schemaPath: "#/properties/hard_timeout/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema101.properties.hard_timeout.type, parentSchema: schema101.properties.hard_timeout, data: data11 };
        vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
      }
      if (typeof data11 == "number" && isFinite(data11)) {
        if (data11 > 65535 || isNaN(data11)) {
          let err28 = { instancePath: instancePath + "/hard_timeout", schemaPath: "#/properties/hard_timeout/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema101.properties.hard_timeout, data: data11 };
          vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
        }
        if (data11 < 0 || isNaN(data11)) {
          let err29 = { instancePath: instancePath + "/hard_timeout", schemaPath: "#/properties/hard_timeout/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema101.properties.hard_timeout, data: data11 };
          vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
        }
      }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data12 = data.heal;
      if (!(data12 === "enforce" || data12 === "report")) {
        let err30 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data12 };
        vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
      }
    }
    if (data.ignore !== void 0 && func0.call(data, "ignore")) {
      let data13 = data.ignore;
      if (!Array.isArray(data13) && data13 !== null) {
        let err31 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/type", keyword: "type", params: { type: schema42.type }, message: "must be array,null", schema: schema42.type, parentSchema: schema42, data: data13 };
        vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
      }
      if (Array.isArray(data13)) {
        let len1 = data13.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data14 = data13[i1];
          if (typeof data14 == "string") {
            if (func75(data14) < 1) {
              let err32 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema42.items, data: data14 };
              vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
            }
          } else {
            let err33 = { instancePath: instancePath + "/ignore/" + i1, schemaPath: "#/$defs/ignore/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema42.items.type, parentSchema: schema42.items, data: data14 };
            vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
          }
        }
        let i2 = data13.length, j0;
        if (i2 > 1) {
          let indices0 = {};
          for (; i2--; ) {
            let item0 = data13[i2];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                let err34 = { instancePath: instancePath + "/ignore", schemaPath: "#/$defs/ignore/uniqueItems", keyword: "uniqueItems", params: { i: i2, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i2 + " are identical)", schema: !0, parentSchema: schema42, data: data13 };
                vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
                break;
              }
              indices0[item0] = i2;
            }
          }
        }
      }
    }
    if (data.adopt !== void 0 && func0.call(data, "adopt")) {
      let data15 = data.adopt;
      if (typeof data15 != "boolean") {
        let err35 = { instancePath: instancePath + "/adopt", schemaPath: "#/properties/adopt/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema101.properties.adopt.type, parentSchema: schema101.properties.adopt, data: data15 };
        vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
      }
    }
  } else {
    let err36 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema101.type, parentSchema: schema101, data };
    vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
  }
  return validate39.errors = vErrors, errors === 0;
}
validate39.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null, errors = 0, evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps && (evaluated0.props = void 0), evaluated0.dynamicItems && (evaluated0.items = void 0), data && typeof data == "object" && !Array.isArray(data)) {
    if (data.version === void 0 || !func0.call(data, "version")) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "version" }, message: "must have required property 'version'", schema: schema31.required, parentSchema: schema31, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    if (data.name === void 0 || !func0.call(data, "name")) {
      let err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema31.required, parentSchema: schema31, data };
      vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
    }
    for (let key0 of Object.keys(data))
      if (!func0.call(schema31.properties, key0)) {
        let err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema31, data };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    if (data.version !== void 0 && func0.call(data, "version")) {
      let data0 = data.version;
      if (data0 !== 1) {
        let err3 = { instancePath: instancePath + "/version", schemaPath: "#/properties/version/enum", keyword: "enum", params: { allowedValues: schema31.properties.version.enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.version.enum, parentSchema: schema31.properties.version, data: data0 };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.name !== void 0 && func0.call(data, "name")) {
      let data1 = data.name;
      if (typeof data1 == "string") {
        if (!pattern4.test(data1)) {
          let err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9][a-z0-9-]{0,39}$" }, message: 'must match pattern "^[a-z0-9][a-z0-9-]{0,39}$"', schema: "^[a-z0-9][a-z0-9-]{0,39}$", parentSchema: schema31.properties.name, data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.name.type, parentSchema: schema31.properties.name, data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.vars !== void 0 && func0.call(data, "vars")) {
      let data2 = data.vars;
      if (!(data2 && typeof data2 == "object" && !Array.isArray(data2)) && data2 !== null) {
        let err6 = { instancePath: instancePath + "/vars", schemaPath: "#/properties/vars/type", keyword: "type", params: { type: schema31.properties.vars.type }, message: "must be object,null", schema: schema31.properties.vars.type, parentSchema: schema31.properties.vars, data: data2 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.heal !== void 0 && func0.call(data, "heal")) {
      let data3 = data.heal;
      if (!(data3 === "enforce" || data3 === "report")) {
        let err7 = { instancePath: instancePath + "/heal", schemaPath: "#/$defs/heal/enum", keyword: "enum", params: { allowedValues: schema32.enum }, message: "must be equal to one of the allowed values", schema: schema32.enum, parentSchema: schema32, data: data3 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.bridges !== void 0 && func0.call(data, "bridges")) {
      let data4 = data.bridges;
      if (!(data4 && typeof data4 == "object" && !Array.isArray(data4)) && data4 !== null) {
        let err8 = { instancePath: instancePath + "/bridges", schemaPath: "#/properties/bridges/type", keyword: "type", params: { type: schema31.properties.bridges.type }, message: "must be object,null", schema: schema31.properties.bridges.type, parentSchema: schema31.properties.bridges, data: data4 };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
      if (data4 && typeof data4 == "object" && !Array.isArray(data4))
        for (let key1 of Object.keys(data4))
          validate21(data4[key1], { instancePath: instancePath + "/bridges/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data4, parentDataProperty: key1, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors), errors = vErrors.length);
    }
    if (data.ports !== void 0 && func0.call(data, "ports")) {
      let data6 = data.ports;
      if (!(data6 && typeof data6 == "object" && !Array.isArray(data6)) && data6 !== null) {
        let err9 = { instancePath: instancePath + "/ports", schemaPath: "#/properties/ports/type", keyword: "type", params: { type: schema31.properties.ports.type }, message: "must be object,null", schema: schema31.properties.ports.type, parentSchema: schema31.properties.ports, data: data6 };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
      if (data6 && typeof data6 == "object" && !Array.isArray(data6))
        for (let key2 of Object.keys(data6))
          validate23(data6[key2], { instancePath: instancePath + "/ports/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data6, parentDataProperty: key2, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors), errors = vErrors.length);
    }
    if (data.links !== void 0 && func0.call(data, "links")) {
      let data8 = data.links;
      if (!(data8 && typeof data8 == "object" && !Array.isArray(data8)) && data8 !== null) {
        let err10 = { instancePath: instancePath + "/links", schemaPath: "#/properties/links/type", keyword: "type", params: { type: schema31.properties.links.type }, message: "must be object,null", schema: schema31.properties.links.type, parentSchema: schema31.properties.links, data: data8 };
        vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
      }
      if (data8 && typeof data8 == "object" && !Array.isArray(data8))
        for (let key3 of Object.keys(data8))
          validate25(data8[key3], { instancePath: instancePath + "/links/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data8, parentDataProperty: key3, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors), errors = vErrors.length);
    }
    if (data.routes !== void 0 && func0.call(data, "routes")) {
      let data10 = data.routes;
      if (!Array.isArray(data10) && data10 !== null) {
        let err11 = { instancePath: instancePath + "/routes", schemaPath: "#/properties/routes/type", keyword: "type", params: { type: schema31.properties.routes.type }, message: "must be array,null", schema: schema31.properties.routes.type, parentSchema: schema31.properties.routes, data: data10 };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
      if (Array.isArray(data10)) {
        let len0 = data10.length;
        for (let i0 = 0; i0 < len0; i0++)
          validate27(data10[i0], { instancePath: instancePath + "/routes/" + i0, parentData: data10, parentDataProperty: i0, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors), errors = vErrors.length);
      }
    }
    if (data.containers !== void 0 && func0.call(data, "containers")) {
      let data12 = data.containers;
      if (!(data12 && typeof data12 == "object" && !Array.isArray(data12)) && data12 !== null) {
        let err12 = { instancePath: instancePath + "/containers", schemaPath: "#/properties/containers/type", keyword: "type", params: { type: schema31.properties.containers.type }, message: "must be object,null", schema: schema31.properties.containers.type, parentSchema: schema31.properties.containers, data: data12 };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
      if (data12 && typeof data12 == "object" && !Array.isArray(data12))
        for (let key4 of Object.keys(data12))
          validate29(data12[key4], { instancePath: instancePath + "/containers/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data12, parentDataProperty: key4, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors), errors = vErrors.length);
    }
    if (data.discover !== void 0 && func0.call(data, "discover")) {
      let data14 = data.discover;
      if (!(data14 && typeof data14 == "object" && !Array.isArray(data14)) && data14 !== null) {
        let err13 = { instancePath: instancePath + "/discover", schemaPath: "#/properties/discover/type", keyword: "type", params: { type: schema31.properties.discover.type }, message: "must be object,null", schema: schema31.properties.discover.type, parentSchema: schema31.properties.discover, data: data14 };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
      if (data14 && typeof data14 == "object" && !Array.isArray(data14))
        for (let key5 of Object.keys(data14))
          validate33(data14[key5], { instancePath: instancePath + "/discover/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: data14, parentDataProperty: key5, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors), errors = vErrors.length);
    }
    if (data.flows !== void 0 && func0.call(data, "flows")) {
      let data16 = data.flows;
      if (!Array.isArray(data16) && data16 !== null) {
        let err14 = { instancePath: instancePath + "/flows", schemaPath: "#/properties/flows/type", keyword: "type", params: { type: schema31.properties.flows.type }, message: "must be array,null", schema: schema31.properties.flows.type, parentSchema: schema31.properties.flows, data: data16 };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
      if (Array.isArray(data16)) {
        let len1 = data16.length;
        for (let i1 = 0; i1 < len1; i1++)
          validate39(data16[i1], { instancePath: instancePath + "/flows/" + i1, parentData: data16, parentDataProperty: i1, rootData, dynamicAnchors }) || (vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors), errors = vErrors.length);
      }
    }
    if (data.expect !== void 0 && func0.call(data, "expect")) {
      let data18 = data.expect;
      if (!Array.isArray(data18) && data18 !== null) {
        let err15 = { instancePath: instancePath + "/expect", schemaPath: "#/properties/expect/type", keyword: "type", params: { type: schema31.properties.expect.type }, message: "must be array,null", schema: schema31.properties.expect.type, parentSchema: schema31.properties.expect, data: data18 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
      if (Array.isArray(data18)) {
        let len2 = data18.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data19 = data18[i2];
          if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
            if (data19.from === void 0 || !func0.call(data19, "from")) {
              let err16 = { instancePath: instancePath + "/expect/" + i2, schemaPath: "#/$defs/expectation/required", keyword: "required", params: { missingProperty: "from" }, message: "must have required property 'from'", schema: schema104.required, parentSchema: schema104, data: data19 };
              vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
            }
            if (data19.to === void 0 || !func0.call(data19, "to")) {
              let err17 = { instancePath: instancePath + "/expect/" + i2, schemaPath: "#/$defs/expectation/required", keyword: "required", params: { missingProperty: "to" }, message: "must have required property 'to'", schema: schema104.required, parentSchema: schema104, data: data19 };
              vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
            }
            for (let key6 of Object.keys(data19))
              if (!(key6 === "from" || key6 === "to" || key6 === "protocol" || key6 === "port" || key6 === "within" || key6 === "reachable" || key6 === "description")) {
                let err18 = { instancePath: instancePath + "/expect/" + i2, schemaPath: "#/$defs/expectation/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema104, data: data19 };
                vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
              }
            if (data19.from !== void 0 && func0.call(data19, "from")) {
              let data20 = data19.from;
              if (typeof data20 == "string") {
                if (func75(data20) < 1) {
                  let err19 = { instancePath: instancePath + "/expect/" + i2 + "/from", schemaPath: "#/$defs/expectation/properties/from/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema104.properties.from, data: data20 };
                  vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
                }
              } else {
                let err20 = { instancePath: instancePath + "/expect/" + i2 + "/from", schemaPath: "#/$defs/expectation/properties/from/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema104.properties.from.type, parentSchema: schema104.properties.from, data: data20 };
                vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
              }
            }
            if (data19.to !== void 0 && func0.call(data19, "to")) {
              let data21 = data19.to;
              if (typeof data21 == "string") {
                if (func75(data21) < 1) {
                  let err21 = { instancePath: instancePath + "/expect/" + i2 + "/to", schemaPath: "#/$defs/expectation/properties/to/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema104.properties.to, data: data21 };
                  vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
                }
              } else {
                let err22 = { instancePath: instancePath + "/expect/" + i2 + "/to", schemaPath: "#/$defs/expectation/properties/to/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema104.properties.to.type, parentSchema: schema104.properties.to, data: data21 };
                vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
              }
            }
            if (data19.protocol !== void 0 && func0.call(data19, "protocol")) {
              let data22 = data19.protocol;
              if (!(data22 === "icmp" || data22 === "tcp" || data22 === "udp")) {
                let err23 = { instancePath: instancePath + "/expect/" + i2 + "/protocol", schemaPath: "#/$defs/expectation/properties/protocol/enum", keyword: "enum", params: { allowedValues: schema104.properties.protocol.enum }, message: "must be equal to one of the allowed values", schema: schema104.properties.protocol.enum, parentSchema: schema104.properties.protocol, data: data22 };
                vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
              }
            }
            if (data19.port !== void 0 && func0.call(data19, "port")) {
              let data23 = data19.port;
              if (!(typeof data23 == "number" && !(data23 % 1) && !isNaN(data23) && isFinite(data23))) {
                let err24 = { instancePath: instancePath + "/expect/" + i2 + "/port", schemaPath: "#/$defs/expectation/properties/port/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema104.properties.port.type, parentSchema: schema104.properties.port, data: data23 };
                vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
              }
              if (typeof data23 == "number" && isFinite(data23)) {
                if (data23 > 65535 || isNaN(data23)) {
                  let err25 = { instancePath: instancePath + "/expect/" + i2 + "/port", schemaPath: "#/$defs/expectation/properties/port/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema104.properties.port, data: data23 };
                  vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
                }
                if (data23 < 1 || isNaN(data23)) {
                  let err26 = { instancePath: instancePath + "/expect/" + i2 + "/port", schemaPath: "#/$defs/expectation/properties/port/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema104.properties.port, data: data23 };
                  vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
                }
              }
            }
            if (data19.within !== void 0 && func0.call(data19, "within")) {
              let data24 = data19.within;
              if (typeof data24 == "string") {
                if (!pattern7.test(data24)) {
                  let err27 = { instancePath: instancePath + "/expect/" + i2 + "/within", schemaPath: "#/$defs/expectation/properties/within/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,6}(ms|s|m)$" }, message: 'must match pattern "^[0-9]{1,6}(ms|s|m)$"', schema: "^[0-9]{1,6}(ms|s|m)$", parentSchema: schema104.properties.within, data: data24 };
                  vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
                }
              } else {
                let err28 = { instancePath: instancePath + "/expect/" + i2 + "/within", schemaPath: "#/$defs/expectation/properties/within/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema104.properties.within.type, parentSchema: schema104.properties.within, data: data24 };
                vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
              }
            }
            if (data19.reachable !== void 0 && func0.call(data19, "reachable")) {
              let data25 = data19.reachable;
              if (typeof data25 != "boolean") {
                let err29 = { instancePath: instancePath + "/expect/" + i2 + "/reachable", schemaPath: "#/$defs/expectation/properties/reachable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema104.properties.reachable.type, parentSchema: schema104.properties.reachable, data: data25 };
                vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
              }
            }
            if (data19.description !== void 0 && func0.call(data19, "description")) {
              let data26 = data19.description;
              if (typeof data26 != "string") {
                let err30 = { instancePath: instancePath + "/expect/" + i2 + "/description", schemaPath: "#/$defs/expectation/properties/description/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema104.properties.description.type, parentSchema: schema104.properties.description, data: data26 };
                vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
              }
            }
          } else {
            let err31 = { instancePath: instancePath + "/expect/" + i2, schemaPath: "#/$defs/expectation/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema104.type, parentSchema: schema104, data: data19 };
            vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
          }
        }
      }
    }
  } else {
    let err32 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.type, parentSchema: schema31, data };
    vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
  }
  return validate20.errors = vErrors, errors === 0;
}
validate20.evaluated = { props: !0, dynamicProps: !1, dynamicItems: !1 };
export {
  validator_default as default,
  validate
};
