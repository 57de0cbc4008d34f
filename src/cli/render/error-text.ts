import type { OptopoError } from '../../model/error.ts';
import { formatLocation } from '../../model/source.ts';
import type { Colors } from '../output.ts';

/** An error for people: what, where in the file, what was tried, what to do. */
export function errorText(error: OptopoError, colors: Colors): string {
  const where = error.source ? `${formatLocation(error.source)}: ` : '';
  const what = error.resource && !error.message.includes(error.resource) ? `${error.resource}: ` : '';
  const lines = [`${where}${colors.red('error')}: ${what}${error.message}`];
  if (error.tried) lines.push(`  tried: ${error.tried}`);
  if (error.hint) lines.push(`  ${colors.cyan('hint')}: ${error.hint}`);
  if (error.code === 'bug')
    lines.push('  this is a bug in optopo; please report it with --log-level debug output');
  return lines.join('\n');
}
