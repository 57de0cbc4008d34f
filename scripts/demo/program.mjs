// The built program as the demo uses it: each command is shown as one would type it, then run.
import { spawn, spawnSync } from 'node:child_process';
import { styleText } from 'node:util';
import { CommandFailure, ROOT } from '../command.mjs';

const PROGRAM = 'dist/optopo.js';
const INTERRUPTED = 130;
const ATTACHED = { cwd: ROOT, stdio: 'inherit' };
const COLORED = process.stdout.isTTY === true && !process.env.NO_COLOR;

export class Program {
  #lab;
  #child;
  #interrupted = false;

  constructor(lab) {
    this.#lab = lab;
    // A terminal sends Ctrl-C to the command as well; it ends by itself, and the lab is removed then.
    process.on('SIGINT', () => this.#interrupt(process.stdin.isTTY ? undefined : 'SIGINT'));
    process.on('SIGTERM', () => this.#interrupt('SIGTERM'));
    // A closed pipe (`| head`) ends the demo as well, and not before the lab is removed.
    process.stdout.on('error', () => this.#interrupt());
  }

  print(text) {
    process.stdout.write(`${text}\n`);
  }

  title(text) {
    this.print(`\n${style('bold', `── ${text}`)}`);
  }

  /** Shows and runs an optopo command in the lab. */
  show(args) {
    return this.showOnHost(['lab', 'run', this.#lab, '--', 'optopo', ...args]);
  }

  /** Shows and runs an optopo command. Throws when it fails, or when the demo is to end. */
  async showOnHost(args) {
    this.#endIfInterrupted();
    this.print(style('cyan', `$ ${['optopo', ...args].join(' ')}`));
    const status = await this.#run(args);
    this.#endIfInterrupted();
    if (status !== 0) throw new CommandFailure(['optopo', ...args].join(' '), status);
  }

  /** Takes the lab down, whatever signals come: in a session of its own, it sees none of them. */
  async removeLab() {
    const args = ['lab', 'down', this.#lab];
    this.print(style('cyan', `$ ${['optopo', ...args].join(' ')}`));
    const status = await statusOf(
      spawn(process.execPath, [PROGRAM, ...args], { ...ATTACHED, detached: true }),
    );
    if (status !== 0) throw new CommandFailure(['optopo', ...args].join(' '), status);
  }

  /** The output of a tool in the lab, without showing it. Throws when it fails. */
  read(argv) {
    const { status, stderr, stdout } = this.attempt(argv);
    if (status !== 0) throw new Error(`${argv.join(' ')} failed: ${stderr}`);
    return stdout;
  }

  /** Runs a tool in the lab and returns what came of it. */
  attempt(argv, input = '') {
    this.#endIfInterrupted();
    const args = [PROGRAM, 'lab', 'run', this.#lab, '--', ...argv];
    return spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', input });
  }

  /** Starts a tool in the lab, with its output as a pipe. */
  start(argv) {
    const args = [PROGRAM, 'lab', 'run', this.#lab, '--', ...argv];
    return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  }

  async #run(args) {
    this.#child = spawn(process.execPath, [PROGRAM, ...args], ATTACHED);
    const status = await statusOf(this.#child);
    this.#child = undefined;
    return status;
  }

  #interrupt(forwarded) {
    this.#interrupted = true;
    if (forwarded) this.#child?.kill(forwarded);
  }

  #endIfInterrupted() {
    if (this.#interrupted) throw new CommandFailure('the demo was interrupted', INTERRUPTED);
  }
}

function statusOf(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Text in a style, on a terminal only. */
export function style(format, text) {
  return COLORED ? styleText(format, text) : text;
}
