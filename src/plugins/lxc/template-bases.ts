import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Step } from '../../model/plan.ts';
import { type ContainerTarget, copyTree, createByTemplate } from '../../wire/lxc/commands.ts';
import { makeScratch, removeScratch } from '../../wire/lxc/scratch.ts';
import type { TemplateCall } from '../../wire/lxc/templates.ts';
import { templateShape } from './diff.ts';

/**
 * Before a container's name this makes the name of a scratch directory that is neither a container's own nor that
 * of another batch, which may run at the same time.
 */
const BASE = '=base-of-';
/** The name in the base's own config. */
const NAME = 'base';

/**
 * Root file systems by template. The template busybox takes 300 ms and makes the same files for every
 * container; a copy takes 25 ms (measured). So within one batch it runs once, all but the last container get
 * a copy of that, and the last one gets itself. Other templates put the container's name or keys of its own
 * into its files, and run for each.
 */
export class TemplateBases {
  readonly #lxcPath: string;
  readonly #copies: Promise<void>[] = [];
  #left: number;
  #base: Promise<string> | undefined;
  #scratch: string | undefined;

  constructor(lxcPath: string, steps: readonly Step[]) {
    this.#lxcPath = lxcPath;
    this.#left = steps.filter(
      ({ operation, attributes }) => operation === 'create' && isPlainBusybox(attributes.template),
    ).length;
  }

  /** Makes the directory of container `target.name`, as `lxc-create` with `config` to begin with would. */
  async make(target: ContainerTarget, config: string, call: TemplateCall): Promise<void> {
    if (call.template !== 'busybox' || call.args.length > 0) {
      return createByTemplate(target, config, call.template, call.args);
    }
    this.#base ??= this.#build(target, config, call);
    const made = join(target.lxcPath, target.name);
    await this.#place(this.#base, made, target.signal);
    const base = await this.#base;
    const file = join(made, 'config');
    const text = (await readFile(file, 'utf8'))
      .replaceAll(`${base}/`, `${made}/`)
      .replace(/^(lxc\.uts\.name\s*=\s*).*$/m, (_line, key: string) => `${key}${target.name}`);
    await writeFile(file, text);
  }

  /** Removes what the copies were made of. */
  async remove(): Promise<void> {
    if (this.#scratch !== undefined) await removeScratch(this.#scratch);
  }

  async #build(first: ContainerTarget, config: string, call: TemplateCall): Promise<string> {
    this.#scratch = await makeScratch(this.#lxcPath, `${BASE}${first.name}`);
    const target = { ...first, lxcPath: this.#scratch, name: NAME };
    await createByTemplate(target, config, call.template, call.args);
    return join(this.#scratch, NAME);
  }

  #place(base: Promise<string>, made: string, signal: AbortSignal): Promise<void> {
    this.#left -= 1;
    if (this.#left === 0) return this.#moveTo(made, base);
    const copy = base.then((from) => copyTree(from, made, signal));
    this.#copies.push(copy);
    return copy;
  }

  /** Not before every copy has ended; one that failed is for its own container to report. */
  async #moveTo(made: string, base: Promise<string>): Promise<void> {
    await Promise.allSettled(this.#copies);
    await rename(await base, made);
  }
}

function isPlainBusybox(template: Json | undefined): boolean {
  if (!isJsonObject(template)) return false;
  const { name, args } = templateShape(template);
  return name === 'busybox' && Object.keys(args as JsonObject).length === 0;
}
