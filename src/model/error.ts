import type { Diagnostic, SourceLocation } from './source.ts';

/** What a failure means for the caller: only `transient` ones are worth a retry. */
export type ErrorKind = 'user' | 'transient' | 'terminal' | 'bug';

/** Exit codes of the program; `--help` and the README print this table. */
export const EXIT = {
  done: 0,
  failed: 1,
  pending: 2,
  rolledBack: 3,
  usage: 64,
  invalid: 65,
  unreachable: 69,
  locked: 75,
  needsRoot: 77,
  interrupted: 130,
} as const;

/** Every failure that the program can report: stable code, what kind it is, and the exit code it leads to. */
export const ERRORS = {
  usage: { kind: 'user', exit: EXIT.usage },
  'invalid-topology': { kind: 'user', exit: EXIT.invalid },
  conflict: { kind: 'user', exit: EXIT.failed },
  refused: { kind: 'user', exit: EXIT.failed },
  'stale-plan': { kind: 'user', exit: EXIT.failed },
  'not-found': { kind: 'user', exit: EXIT.failed },
  'needs-root': { kind: 'user', exit: EXIT.needsRoot },
  unreachable: { kind: 'transient', exit: EXIT.unreachable },
  locked: { kind: 'transient', exit: EXIT.locked },
  timeout: { kind: 'transient', exit: EXIT.failed },
  'connection-lost': { kind: 'transient', exit: EXIT.unreachable },
  protocol: { kind: 'terminal', exit: EXIT.unreachable },
  'ovsdb-operation': { kind: 'terminal', exit: EXIT.failed },
  'command-failed': { kind: 'terminal', exit: EXIT.failed },
  'apply-failed': { kind: 'terminal', exit: EXIT.failed },
  'expectation-failed': { kind: 'terminal', exit: EXIT.failed },
  'not-converged': { kind: 'terminal', exit: EXIT.failed },
  'state-unusable': { kind: 'terminal', exit: EXIT.failed },
  'state-corrupt': { kind: 'terminal', exit: EXIT.failed },
  interrupted: { kind: 'user', exit: EXIT.interrupted },
  bug: { kind: 'bug', exit: EXIT.failed },
} as const satisfies Record<string, { kind: ErrorKind; exit: number }>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorDetails {
  /** The object concerned, as its id. */
  resource?: string | undefined;
  /** Where in the topology it is declared. */
  source?: SourceLocation | undefined;
  /** What was tried: the command or the OVSDB operation. */
  tried?: string | undefined;
  /** What the reader can do about it. */
  hint?: string | undefined;
  diagnostics?: Diagnostic[];
  cause?: unknown;
}

/** The one error class: everything that a report, an exit code or a retry needs is data on it. */
export class OptopoError extends Error {
  override readonly name = 'OptopoError';
  readonly code: ErrorCode;
  readonly resource: string | undefined;
  readonly source: SourceLocation | undefined;
  readonly tried: string | undefined;
  readonly hint: string | undefined;
  readonly diagnostics: Diagnostic[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.resource = details.resource;
    this.source = details.source;
    this.tried = details.tried;
    this.hint = details.hint;
    this.diagnostics = details.diagnostics ?? [];
  }

  /** The same error with more details. */
  with(details: ErrorDetails): OptopoError {
    const { resource, source, tried, hint, diagnostics, cause } = this;
    return new OptopoError(this.code, this.message, {
      ...{ resource, source, tried, hint, diagnostics, cause },
      ...details,
    });
  }

  get kind(): ErrorKind {
    return ERRORS[this.code].kind;
  }

  get exitCode(): number {
    return ERRORS[this.code].exit;
  }
}

/** Any thrown value as an `OptopoError`; what is not ours is a bug of ours, with its cause kept. */
export function toOptopoError(thrown: unknown): OptopoError {
  if (thrown instanceof OptopoError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // What Node's own waits throw when their signal is aborted.
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new OptopoError('interrupted', 'interrupted', { cause: thrown });
  }
  return new OptopoError('bug', message, { cause: thrown });
}
