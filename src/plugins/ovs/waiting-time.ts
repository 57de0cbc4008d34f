/** Milliseconds that ovs-vswitchd gets for anything. */
const BASE_MS = 30_000;
/** Removing one port takes it 12 to 17 ms (measured); three times that for slower machines. */
const PER_OBJECT_MS = 50;

/** How long ovs-vswitchd may take to act on a transaction about so many objects, in milliseconds. */
export function waitingTime(objects: number): number {
  return BASE_MS + objects * PER_OBJECT_MS;
}
