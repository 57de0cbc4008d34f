import { OptopoError } from '../model/error.ts';
import type { Generation } from '../state/generation.ts';
import { unfinishedRun } from './found-run.ts';
import type { Session } from './session.ts';

/** A topology's name, as the schema takes it: never a path. */
const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * All generations of a topology, oldest first, the whole chain checked and its end compared with what the
 * state remembers. Throws `not-found` when it has none, `state-corrupt` naming the file.
 */
export function historyOf(session: Session, topology: string): Generation[] {
  if (!NAME.test(topology)) throw noHistory(topology);
  session.generations.head(topology, session.store.load(topology).generationHash);
  const chain = session.generations.chain(topology);
  if (chain.length === 0) throw noHistory(topology, unfinishedRun(session, topology)?.text);
  return chain;
}

/** One generation of a history. Throws `not-found`, naming those that there are. */
export function generationNumbered(history: readonly Generation[], number: number): Generation {
  const found = history.find(({ generation }) => generation === number);
  if (found) return found;
  const [oldest, newest] = [history.at(0), history.at(-1)];
  throw new OptopoError('not-found', `${newest?.topology} has no generation ${number}`, {
    hint: `kept are ${oldest?.generation} to ${newest?.generation}; see: optopo history ${newest?.topology}`,
  });
}

/** The generation before the current one: what `rollback` goes back to. Throws `not-found`. */
export function previousGeneration(history: readonly Generation[]): Generation {
  const previous = history.at(-2);
  if (previous) return previous;
  const [only] = history;
  throw new OptopoError(
    'not-found',
    `${only?.topology} has only generation ${only?.generation}: none to go back to`,
    {
      hint: `to remove all of it: optopo destroy --name ${only?.topology}`,
    },
  );
}

function noHistory(topology: string, unfinished = 'see: optopo status'): OptopoError {
  return new OptopoError('not-found', `no topology named "${topology}" has a history on this host`, {
    hint: unfinished,
  });
}
