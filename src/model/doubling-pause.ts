/** The pause after the first try and the longest one, in milliseconds. */
export interface Pauses {
  firstMs: number;
  longestMs: number;
}

/** The pause before the next try, in milliseconds: doubled for each pause that was made before, up to the longest. */
export function doublingPause({ firstMs, longestMs }: Pauses, before: number): number {
  return Math.min(firstMs * 2 ** before, longestMs);
}
