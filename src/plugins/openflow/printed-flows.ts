import { existsSync } from 'node:fs';
import { OptopoError } from '../../model/error.ts';
import { type FlowText, parseFlowText } from '../../wire/openflow/flow-text.ts';
import { dumpFlows, inNewestWords, managementPath, printFlows } from '../../wire/openflow/ofctl.ts';
import type { PluginContext } from '../contract.ts';
import { type FlowBridge, switchTarget } from './bridges.ts';

/**
 * The flows of bridges, asked for before the database has said which of them there are and what they speak: so both
 * are read side by side. An answer for a bridge that then turns out not to be there is of no account.
 */
export class PrintedFlows {
  readonly #context: PluginContext;
  readonly #early: ReadonlyMap<string, Promise<PromiseSettledResult<string[]>>>;

  /** Asks the bridges of these names that seem to be there. */
  constructor(context: PluginContext, names: readonly string[]) {
    this.#context = context;
    const { signal } = context;
    const rundir = context.host.ovsRundir;
    const there = names.filter((bridge) => existsSync(managementPath({ bridge, rundir })));
    this.#early = new Map(there.map((bridge) => [bridge, settled(printFlows({ bridge, rundir, signal }))]));
  }

  /** The flows of a bridge that there is. Throws as `dumpFlows`. */
  async of(bridge: FlowBridge): Promise<FlowText[]> {
    const target = switchTarget(this.#context, bridge);
    const early = await this.#early.get(bridge.name);
    // Silence will not become an answer; a daemon that was just starting gives one now.
    if (early?.status === 'rejected' && wasSilent(early.reason)) throw early.reason;
    const answered = early?.status === 'fulfilled';
    const lines = answered ? await inNewestWords(early.value, target) : await dumpFlows(target);
    return lines.map(parseFlowText);
  }

  /** Nothing that was begun here runs any more. */
  async ended(): Promise<void> {
    await Promise.all(this.#early.values());
  }
}

async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([work]);
  return result;
}

function wasSilent(reason: unknown): boolean {
  return (
    reason instanceof OptopoError && reason.cause instanceof OptopoError && reason.cause.code === 'timeout'
  );
}
