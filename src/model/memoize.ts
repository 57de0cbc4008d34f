/** Answers that are kept of one function before all of them are let go. */
const KEPT = 20_000;

/**
 * A pure function of a text that keeps its answers: a daemon reads the same texts again and again. Answers are
 * shared and must never be changed. Bounded: when it holds `kept` answers, it begins anew.
 */
export function memoize<T>(compute: (text: string) => T, kept = KEPT): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = compute(text);
    if (answers.size >= kept) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
