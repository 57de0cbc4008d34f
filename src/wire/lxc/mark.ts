import { join } from 'node:path';
import { OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { readFileIfPresent, removeFileDurably } from '../durable-file.ts';
import { writeContainerFile } from './container-files.ts';

/** What `optopo.json` beside a container's config says. */
export interface ContainerMark {
  owner: string;
  adopted: boolean;
  retained: boolean;
  /** `{name, args}` that its root file system was made of; `null` where it was there before us. */
  template: JsonObject | null;
  /** MAC addresses of taps that it was started with: they tell its left-over devices. */
  taps: string[];
}

const FILE = 'optopo.json';

/** The mark in a container's directory; `null` for a container that nobody marked. Throws `state-corrupt`. */
export function readMark(directory: string): ContainerMark | null {
  const path = join(directory, FILE);
  const text = readFileIfPresent(path);
  return text === undefined ? null : parseMark(text, path);
}

/** Reads a mark's text. Pure; throws `state-corrupt` for what is no mark: who owns it is then unknown. */
export function parseMark(text: string, path: string): ContainerMark {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    throw corrupt(path, cause);
  }
  if (!isJsonObject(value) || typeof value.owner !== 'string') throw corrupt(path);
  return {
    owner: value.owner,
    adopted: value.adopted === true,
    retained: value.retained === true,
    template: isJsonObject(value.template) ? value.template : null,
    taps: Array.isArray(value.taps) ? value.taps.filter((tap) => typeof tap === 'string') : [],
  };
}

/** Writes the mark, whole or not at all. */
export function writeMark(directory: string, mark: ContainerMark): void {
  writeContainerFile(directory, FILE, `${JSON.stringify(mark, null, 2)}\n`);
}

/** Takes the mark off. */
export function removeMark(directory: string): void {
  removeFileDurably(join(directory, FILE));
}

function corrupt(path: string, cause?: unknown): OptopoError {
  const hint = 'put the file right, or remove it to give the container up';
  return new OptopoError('state-corrupt', `${path} does not say who owns the container`, { hint, cause });
}
