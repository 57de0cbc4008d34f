import { DEFAULT_PRIORITY, type FlowText } from '../../wire/openflow/flow-text.ts';
import { itemsOf, splitItem } from '../../wire/openflow/port-names.ts';

/** Where a `learn` action puts its flows; the cookie is the one given there, 0 otherwise. */
interface Lesson {
  table: number;
  priority: number;
  cookie: bigint;
  idle_timeout: number;
  hard_timeout: number;
}

/**
 * Tells flows that OVS made by a `learn` action of the given flows: they are in the table, and have the
 * priority, the cookie and the timeouts, that the action says. OpenFlow marks them in no other way.
 */
export function learnedBy(flows: readonly FlowText[]): (flow: FlowText) => boolean {
  const lessons = new Set(flows.flatMap(({ actions }) => lessonsIn(actions)).map(lessonKey));
  return (flow) => lessons.size > 0 && lessons.has(lessonKey(flow));
}

function lessonKey(lesson: Lesson): string {
  const { table, priority, cookie, idle_timeout, hard_timeout } = lesson;
  return [table, priority, cookie, idle_timeout, hard_timeout].join('/');
}

function lessonsIn(actions: string): Lesson[] {
  if (!actions.includes('learn(')) return [];
  return itemsOf(actions).flatMap((text) => {
    const { key, value } = splitItem(text);
    return key === 'learn' ? [readLesson(value)] : lessonsIn(value);
  });
}

function readLesson(text: string): Lesson {
  const given = new Map(itemsOf(text).map((item) => [splitItem(item).key, splitItem(item).value]));
  const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
  return {
    // The table that learn uses when none is given (ovs-actions(7)).
    table: number('table', 1),
    priority: number('priority', DEFAULT_PRIORITY),
    cookie: BigInt(given.get('cookie') ?? 0),
    idle_timeout: number('idle_timeout', 0),
    hard_timeout: number('hard_timeout', 0),
  };
}
