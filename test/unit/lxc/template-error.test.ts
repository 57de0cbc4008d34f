import { expect, test } from 'vitest';
import { templateError } from '../../../src/wire/lxc/commands.ts';

test('what a template says of its failure is told without what lxc-create adds', () => {
  const said = `lxc-create ended with status 1: ERROR: Failed to download https://example.org/index-system
lxc-create: d1: ../src/lxc/lxccontainer.c: create_run_template: 1628 Failed to create container from template
lxc-create: d1: ../src/lxc/tools/lxc_create.c: main: 317 Failed to create container d1`;
  expect(templateError(said)).toBe('Failed to download https://example.org/index-system');
});

test('where nothing else is said, all of it is told', () => {
  expect(templateError('lxc-create: d1: no such template')).toBe('lxc-create: d1: no such template');
});
