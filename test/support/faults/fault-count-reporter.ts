import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end of a run how many faults were tried, and writes it to `$OPTOPO_FAULT_COUNT`, which `npm test` reads. */
export class FaultCountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let points = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) points += test.meta().faultPoints ?? 0;
    }
    if (points > 0) process.stdout.write(` Fault points tried: ${points}\n`);
    const file = process.env.OPTOPO_FAULT_COUNT;
    if (file !== undefined) writeFileSync(file, String(points));
  }
}
