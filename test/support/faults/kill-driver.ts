/**
 * An apply in a process of its own that ends by SIGKILL: right after a step (`endAt`), or in the middle of one,
 * at the given call of a writing tool (`tool-shims.ts`) or transaction. Bundled and
 * started by `killed-apply.ts`; its one argument is a `KillOrder` as JSON.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withFault } from './inject.ts';
import { runApply, type Wanted } from './run-apply.ts';
import { type OnTransaction, withTransactions } from './transactions.ts';

export interface KillOrder {
  wanted: Wanted;
  /** Key of the step after which it ends. */
  endAt?: string;
}

const order = JSON.parse(process.argv[2] ?? '') as KillOrder;
process.env.OPTOPO_TEST_PID = String(process.pid);

let transactions = 0;

function end(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

/** Counts a transaction that writes; the one to end at has been sent, and its answer is not waited for. */
const onTransaction: OnTransaction = (send) => {
  const answer = send();
  const { OPTOPO_TEST_CALLS: calls = '', OPTOPO_TEST_KILL_AT: last } = process.env;
  transactions += 1;
  const call = `ovsdb ${transactions}`;
  mkdirSync(join(calls, call));
  if (call === last) setImmediate(() => void end());
  return answer;
};

const { plugins, done } = withFault(order.endAt === undefined ? {} : { endAt: order.endAt, end });
const report = await runApply(order.wanted, withTransactions(plugins, onTransaction));
const { outcome, notPutBack, steps, error } = report;
process.stdout.write(
  JSON.stringify({
    outcome,
    notPutBack,
    steps,
    done,
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
  }),
);
