import type { Resource } from './resource.ts';
import type { SourceLocation } from './source.ts';

/** What stands, in a template's port and flows, for the name of the container's port and of the container. */
export const PLACEHOLDER = { port: '{port_name}', container: '{container}' } as const;

/** An entry of `discover`: what each running container gets that its selector names and nobody declares. */
export interface DiscoverTemplate {
  /** Its key in the document. */
  name: string;
  /** Patterns over container names: `*` is any text, `?` one character. */
  select: string[];
  networkType: 'socket' | 'veth';
  /** Name of the device inside the container. */
  interfaceName: string;
  /** Port and flows with placeholders in them, ids included. */
  port: Resource;
  flows: Resource[];
  source: SourceLocation;
}

/** A device, and the kernel's bridge or bond that it is a port of. */
export interface HostEnd {
  name: string;
  master: string | null;
}

/** A container of this host, whoever made it, as far as ports come and go with it. */
export interface Guest {
  name: string;
  /** The topology that its mark names. */
  owner: string | null;
  /** Which run of it this is, told apart from every other; null while it does not run. */
  run: string | null;
  /** Names inside of the network devices that its config gives it. */
  interfaces: readonly string[];
  /** The device in our namespace that is the other end of the veth asked for; null: there is none. */
  hostEnd: HostEnd | null;
}
