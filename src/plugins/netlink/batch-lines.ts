import { type OptopoError, toOptopoError } from '../../model/error.ts';
import type { Step } from '../../model/plan.ts';
import type { KernelNetwork } from '../../wire/ip/network.ts';
import { checkTokens } from '../../wire/ip/write-batch.ts';
import { addressLines } from './address-lines.ts';
import { type BatchLine, groupLinkDeletions } from './group-deletions.ts';
import type { HostState } from './host-state.ts';
import { hostStateOf } from './host-state.ts';
import { linkLines } from './link-lines.ts';
import { devicesToPromote } from './promotions.ts';
import { routeLines } from './route-lines.ts';

export interface BatchPlan {
  lines: BatchLine[];
  /** The first step that cannot be carried out, and why; the steps behind it are left out. */
  refused: { step: Step; error: OptopoError } | undefined;
  /** Devices whose secondary addresses have to be kept while primary ones are deleted. */
  promote: Set<string>;
}

/** The commands that carry out ordered `steps` on a host as it was read. Pure. */
export function planBatch(steps: readonly Step[], network: KernelNetwork): BatchPlan {
  const host = hostStateOf(network);
  const plan: BatchPlan = {
    lines: [],
    refused: undefined,
    promote: devicesToPromote(steps, network.addresses),
  };
  for (const step of steps) {
    try {
      plan.lines.push(...linesOf(step, host).map((tokens) => ({ tokens, steps: [step] })));
    } catch (thrown) {
      plan.refused = { step, error: toOptopoError(thrown) };
      break;
    }
  }
  return { ...plan, lines: groupLinkDeletions(plan.lines, network.links) };
}

/** Checked here, so that a word that `ip` cannot take is the fault of its own step. */
function linesOf(step: Step, host: HostState): string[][] {
  const lines = commandsOf(step, host);
  for (const tokens of lines) checkTokens(tokens);
  return lines;
}

function commandsOf(step: Step, host: HostState): string[][] {
  if (step.id.startsWith('link/')) return linkLines(step, host);
  return step.id.startsWith('address/') ? addressLines(step, host) : routeLines(step, host);
}
