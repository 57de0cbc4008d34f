import { nastyText } from './nasty-values.ts';
import type { Random } from './random.ts';

type TextMutation = (text: string, random: Random) => string;

function splice(text: string, at: number, remove: number, insert: string): string {
  return text.slice(0, at) + insert + text.slice(at + remove);
}

/** Moves, removes, repeats or indents lines: what an editor and a bad merge do. */
function withLines(change: (lines: string[], at: number, random: Random) => void): TextMutation {
  return (text, random) => {
    const lines = text.split('\n');
    change(lines, random.below(lines.length), random);
    return lines.join('\n');
  };
}

const MUTATIONS: readonly TextMutation[] = [
  (text, random) => splice(text, random.below(text.length + 1), 0, nastyText(random)),
  (text, random) => splice(text, random.below(text.length + 1), random.below(20), nastyText(random)),
  (text, random) => splice(text, random.below(text.length + 1), 1 + random.below(40), ''),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text, random) => {
    const at = random.below(text.length + 1);
    return splice(text, at, 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(8))));
  },
  withLines((lines, at) => lines.splice(at, 1)),
  withLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  withLines((lines, at, random) => lines.splice(random.below(lines.length), 0, ...lines.splice(at, 1))),
  withLines((lines, at, random) => lines.splice(random.below(lines.length), 0, ...lines.slice(at, at + 5))),
  withLines((lines, at) => lines.splice(at, 1, `  ${lines[at]}`)),
  withLines((lines, at) => lines.splice(at, 1, (lines[at] ?? '').trimStart())),
  withLines((lines, at) => lines.splice(at, 1, `\t${lines[at]}`)),
];

/** One change to the text, whatever it means. */
export function mutateText(text: string, random: Random): string {
  return random.pick(MUTATIONS)(text, random);
}

/** One change to the bytes, after which they need not be text any more. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const noise = Buffer.from(Array.from({ length: 1 + random.below(6) }, () => random.below(256)));
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + random.below(noise.length + 1))]);
}
