import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Resolves with the first line that `wanted` takes; nothing is asked meanwhile, which would take time from what is measured. */
export class Listener {
  #wanted = () => false;
  #heard = () => undefined;

  constructor(file, args) {
    this.child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    // `ovs-ofctl monitor` prints on stderr.
    for (const input of [this.child.stdout, this.child.stderr])
      createInterface({ input }).on('line', (line) => this.line(line));
  }

  line(line) {
    if (this.#wanted(line)) this.#heard();
  }

  next(wanted) {
    this.#wanted = wanted;
    return new Promise((resolve) => {
      this.#heard = resolve;
    });
  }
}
