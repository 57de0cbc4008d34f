import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import type { SourceLocation } from '../model/source.ts';
import { whyUnreadable } from '../wire/why-unreadable.ts';

/** A file's text, or what is wrong with it and where. */
export type SourceText = { ok: true; text: string } | { ok: false; at: SourceLocation; message: string };

/**
 * Reads a text file: UTF-8, at most `maxBytes`, without control characters. Its kind and size are looked at
 * before it is opened: a named pipe would hold us for ever, a huge file would fill the memory.
 */
export async function readSource(file: string, maxBytes: number): Promise<SourceText> {
  const refuse = (message: string): SourceText => ({ ok: false, at: { file, line: 1, column: 1 }, message });
  if (file === '-') return refuse('standard input is not taken; give the name of a file');
  try {
    const status = await stat(file);
    if (status.isDirectory()) return refuse('is a directory; give the name of a file');
    if (!status.isFile()) return refuse('is not a regular file');
    if (status.size > maxBytes) return refuse(tooLarge(status.size, maxBytes));
    return decode(file, await readFile(file));
  } catch (error) {
    return refuse(`cannot be read: ${whyUnreadable(error)}`);
  }
}

function tooLarge(size: number, maxBytes: number): string {
  const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);
  return `is too large: ${mebibytes(size)} MiB, and at most ${mebibytes(maxBytes)} MiB are read`;
}

function decode(file: string, bytes: Buffer): SourceText {
  if (!isUtf8(bytes)) {
    return {
      ok: false,
      at: { file, line: firstBadLine(bytes), column: 1 },
      message: 'this line is not UTF-8 text',
    };
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text);
  if (bad === null) return { ok: true, text };
  const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const at = placeOf(file, text, bad.index);
  return { ok: false, at, message: `the control character U+${code} is not allowed` };
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to;
  }
  return line;
}

function placeOf(file: string, text: string, offset: number): SourceLocation {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
