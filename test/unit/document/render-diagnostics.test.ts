import { expect, test } from 'vitest';
import { renderDiagnostics } from '../../../src/document/render-diagnostics.ts';
import type { Diagnostic } from '../../../src/model/source.ts';

function at(line: number, column: number): Diagnostic {
  return { file: 't.yaml', line, column, severity: 'error', message: 'no' };
}

test('place, message, line and caret', () => {
  expect(renderDiagnostics([at(2, 3)], () => 'a\nb: c\n')).toBe('t.yaml:2:3: error: no\n  b: c\n    ^');
});

test('tabs before the caret stay tabs', () => {
  expect(renderDiagnostics([at(1, 3)], () => '\t\tx')).toBe('t.yaml:1:3: error: no\n  \t\tx\n  \t\t^');
});

test('the text alone where the file cannot be shown', () => {
  expect(renderDiagnostics([at(9, 1)], () => undefined)).toBe('t.yaml:9:1: error: no');
});

test('a long line is shown around its column', () => {
  const [, line = '', caret = ''] = renderDiagnostics(
    [at(1, 5_001)],
    () => `${'a'.repeat(5_000)}X${'b'.repeat(5_000)}`,
  ).split('\n');
  expect(line.length).toBeLessThan(130);
  expect(line[caret.indexOf('^')]).toBe('X');
});

test('what would steer the terminal is not printed', () => {
  expect(renderDiagnostics([at(1, 1)], () => '\u001b[31mred')).not.toContain('\u001b');
});
