import equal from 'fast-deep-equal/es6/index.js';

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

/**
 * A pure function that keeps its last answer, for the very same arguments (texts: the same content): a host that is
 * read again is mostly as it was. Answers are shared and must never be changed. `keyOf`: one answer is kept for each
 * of so many keys.
 */
export function memoizeLast<A extends readonly unknown[], T>(
  compute: (...args: A) => T,
  keyOf: (...args: A) => string = () => '',
): (...args: A) => T {
  const last = new Map<string, { args: A; answer: T }>();
  return (...args) => {
    const key = keyOf(...args);
    const known = last.get(key);
    if (known?.args.every((arg, at) => Object.is(arg, args[at]))) return known.answer;
    const answer = compute(...args);
    put(last, key, { args, answer });
    return answer;
  };
}

/**
 * Gives the earlier value of a key in place of a new one that is equal to it, so that what was made from the one
 * holds for the other, too. Values are shared and must never be changed.
 */
export function keepEqual<T>(): (key: string, value: T) => T {
  const latest = new Map<string, T>();
  return (key, value) => {
    const known = latest.get(key);
    if (known !== undefined && equal(known, value)) return known;
    put(latest, key, value);
    return value;
  };
}

/** Keys whose last value is kept; with one more it is begun anew. */
const KEYS = 100;

function put<T>(latest: Map<string, T>, key: string, value: T): void {
  if (latest.size >= KEYS && !latest.has(key)) latest.clear();
  latest.set(key, value);
}
