import { StringDecoder } from 'node:string_decoder';

/**
 * Cuts what arrives on a stream into lines. Returns what to call with each chunk; `onLine` gets whole lines without
 * their end, `onTooLong` is called when a line exceeds `limit` characters, of which nothing is kept.
 */
export function lineSplitter(
  limit: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.length > limit) return onTooLong();
      if (line.trim() !== '') onLine(line);
    }
    if (rest.length > limit) {
      rest = '';
      onTooLong();
    }
  };
}
