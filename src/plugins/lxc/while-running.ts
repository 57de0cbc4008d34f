import { isAlive } from '../../wire/lxc/process-table.ts';

/**
 * Works inside a container that others start and stop. What fails because it has ended meanwhile is no failure:
 * the next look finds it ended.
 */
export async function whileRunning(init: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isAlive(init)) throw error;
  }
}
