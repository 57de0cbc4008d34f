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
 * A pure function of an object, and of more, that keeps its last answer for each object, as long as the object lives
 * and the rest is the very same (texts: the same content): a host that is read again is mostly as it was. Answers are
 * shared and must never be changed.
 */
export function memoizeFor<K extends object, A extends readonly unknown[], T>(
  compute: (key: K, ...args: A) => T,
): (key: K, ...args: A) => T {
  const last = new WeakMap<K, { args: A; answer: T }>();
  return (key, ...args) => {
    const known = last.get(key);
    const same =
      known?.args.length === args.length && known.args.every((arg, at) => Object.is(arg, args[at]));
    if (known && same) return known.answer;
    const answer = compute(key, ...args);
    last.set(key, { args, answer });
    return answer;
  };
}

/** Keys whose last value is kept; with one more it is begun anew. */
const KEYS = 100;

/**
 * Gives the earlier value of a key in place of a new one that is equal to it, so that what was made from the one
 * holds for the other, too. Values are shared and must never be changed.
 */
export function keepEqual<T>(): (key: string, value: T) => T {
  const latest = new Map<string, T>();
  return (key, value) => {
    const known = latest.get(key);
    if (known !== undefined && equal(known, value)) return known;
    if (latest.size >= KEYS && !latest.has(key)) latest.clear();
    latest.set(key, value);
    return value;
  };
}
