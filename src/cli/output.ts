import pc from 'picocolors';
import type { Json } from '../model/json.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** Colours for a stream: only on a terminal, and never with `--no-color` or NO_COLOR. */
export function colorsFor(stream: NodeJS.WriteStream, wanted: boolean): Colors {
  return pc.createColors(wanted && stream.isTTY === true && !process.env.NO_COLOR);
}

/** Prints a command's result: the only thing that goes to stdout. */
export function printResult(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Prints the one JSON document of `--json`. */
export function printJson(value: Json): void {
  printResult(JSON.stringify(value, null, 2));
}

/** Prints what is not the result: progress, warnings, errors. */
export function printNote(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
}
