import type { YAMLParseError } from 'yaml';

export interface SyntaxError {
  offset: number;
  message: string;
}

/** One mistake makes the parser stumble on line after line; the first few are worth reading. */
const MAX_SYNTAX_ERRORS = 10;

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the reader is to write
const QUOTE_VARIABLE = 'in { } and [ ] a variable needs quotes: "${…}"';

/**
 * The YAML parser's errors, the first of each line, in plain words. `{ tag: ${x} }` is no YAML, since a
 * brace opens a map there: all errors that follow from it are told as one.
 */
export function describeSyntaxErrors(text: string, errors: readonly YAMLParseError[]): SyntaxError[] {
  const unquoted = unquotedVariables(text, errors);
  if (unquoted.length > 0) return unquoted.map((offset) => ({ offset, message: QUOTE_VARIABLE }));
  const described: SyntaxError[] = [];
  let lineEnd = -1;
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const offset = error.pos[0];
    if (offset <= lineEnd) continue;
    const newline = text.indexOf('\n', offset);
    lineEnd = newline === -1 ? text.length : newline;
    described.push({ offset, message: `YAML: ${wordsFor(error)}` });
  }
  return described.slice(0, MAX_SYNTAX_ERRORS);
}

function unquotedVariables(text: string, errors: readonly YAMLParseError[]): number[] {
  const offsets = errors
    .map((error) => error.pos[0])
    .filter((offset) => text[offset] === '{' && text[offset - 1] === '$')
    .map((offset) => offset - 1);
  return [...new Set(offsets)];
}

const WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab indents this line; use spaces',
  BAD_INDENT: 'the indentation does not fit the lines above',
  MULTILINE_IMPLICIT_KEY: 'a key stands on one line; is a colon or a quote missing?',
  BLOCK_AS_IMPLICIT_KEY: 'a map cannot start here; does the value need quotes?',
  BAD_ALIAS: 'this alias is not well formed; a value that starts with * or & needs quotes',
  BAD_SCALAR_START: 'a value cannot start with this character; put it in quotes',
};

function wordsFor(error: YAMLParseError): string {
  const first = error.message.split('\n')[0] ?? error.message;
  return WORDS[error.code] ?? first.charAt(0).toLowerCase() + first.slice(1);
}
