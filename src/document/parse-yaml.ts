import type { Document, ParsedNode } from 'yaml';
import { Composer, Lexer, LineCounter, Parser } from 'yaml';
import type { SourceLocation } from '../model/source.ts';
import type { DiagnosticList } from './diagnostic-list.ts';
import type { DocumentNode } from './node.ts';
import { describeSyntaxErrors } from './syntax-errors.ts';
import { convertNode } from './yaml-tree.ts';

/** People nest six deep; a hundred thousand brackets would overflow the stack of whoever walks them. */
const MAX_DEPTH = 100;

/** About 30,000 flows. A list of a million numbers would take seconds and a gigabyte. */
const MAX_LEXEMES = 1_000_000;

class OutOfBounds extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/**
 * YAML 1.2 (core schema) as a tree in which every key and value knows its place. What is wrong goes to
 * `diagnostics`; `undefined` when there is nothing to go on with. Nothing in `text` can make it run long or
 * fill the memory: nesting and aliases are bounded.
 */
export function parseYaml(file: string, text: string, diagnostics: DiagnosticList): DocumentNode | undefined {
  const lines = new LineCounter();
  const locate = (offset: number): SourceLocation => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = compose(text, lines, locate, diagnostics);
  if (document === undefined) return undefined;
  if (document.errors.length > 0) {
    for (const { offset, message } of describeSyntaxErrors(text, document.errors)) {
      diagnostics.error(locate(offset), message);
    }
    return undefined;
  }
  if (document.contents === null) {
    diagnostics.error(locate(0), 'the file is empty');
    return undefined;
  }
  return convertNode(document.contents, { locate, diagnostics });
}

function compose(
  text: string,
  lines: LineCounter,
  locate: (offset: number) => SourceLocation,
  diagnostics: DiagnosticList,
): Document.Parsed<ParsedNode> | undefined {
  // `uniqueKeys` compares every key with every other, and its message names only one of the two lines.
  const composer = new Composer<ParsedNode>({
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    strict: true,
  });
  try {
    let first: Document.Parsed<ParsedNode> | undefined;
    for (const document of composer.compose(tokens(text, lines), false, text.length)) {
      if (first !== undefined) {
        diagnostics.error(locate(document.range[0]), 'a second YAML document: a file holds one topology');
        return undefined;
      }
      first = document as Document.Parsed<ParsedNode>;
    }
    if (first === undefined) diagnostics.error(locate(0), 'the file is empty');
    else if (first.directives.yaml.version === '1.1')
      diagnostics.error(locate(0), '%YAML 1.1: topologies are YAML 1.2');
    else return first;
    return undefined;
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error;
    diagnostics.error(locate(error.offset), error.message);
    return undefined;
  }
}

/** The parser's tokens, as long as what is open at once stays within bounds. */
function* tokens(text: string, lines: LineCounter): ReturnType<Parser['parse']> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH) {
      throw new OutOfBounds(parser.offset, `nested more than ${MAX_DEPTH} levels deep`);
    }
    lexemes += 1;
    if (lexemes > MAX_LEXEMES) {
      throw new OutOfBounds(
        parser.offset,
        'too many values for one file; large sets of flows go into files of their own',
      );
    }
  }
  yield* parser.end();
}
