/** Characters that mean themselves in a unit file's command line. */
const PLAIN = /^[A-Za-z0-9_@:,./=+-]+$/;

const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * One argument of `ExecStart=` as systemd gives it to the program (systemd.service(5), "Command lines"): quoted where
 * needed, and neither a specifier (`%`) nor a variable (`$`) in it is replaced.
 */
export function quoteArgument(argument: string): string {
  if (PLAIN.test(argument)) return argument;
  const escaped = argument.replace(/[\\"\n\r\t]/g, (character) => ESCAPES[character] as string);
  return `"${escaped.replaceAll('%', '%%').replaceAll('$', () => '$$')}"`;
}
