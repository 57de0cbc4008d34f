import type { StatePlugin } from './contract.ts';
import { lxcPlugin } from './lxc/index.ts';
import { netlinkPlugin } from './netlink/index.ts';
import { openflowPlugin } from './openflow/index.ts';
import { ovsPlugin } from './ovs/index.ts';

/** Every layer that optopo knows, in the order in which people read a plan. Adding one is one line here. */
export const PLUGINS: readonly StatePlugin[] = [ovsPlugin, netlinkPlugin, lxcPlugin, openflowPlugin];
