/** What one examination found: `failed` keeps optopo from working, `warning` limits it. */
export interface Check {
  name: string;
  status: 'ok' | 'warning' | 'failed';
  detail: string;
  /** The command, or the act, that mends it. */
  fix?: string;
}

/** A check that passed. */
export function ok(name: string, detail: string): Check {
  return { name, status: 'ok', detail };
}

/** A check that found something that limits, or stops, the work. */
export function problem(name: string, status: 'warning' | 'failed', detail: string, fix: string): Check {
  return { name, status, detail, fix };
}
