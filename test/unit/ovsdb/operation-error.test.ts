import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { type OvsdbOperationError, readTransactionReply } from '../../../src/wire/ovsdb/operation-error.ts';
import type { Operation } from '../../../src/wire/ovsdb/operations.ts';

const OPERATIONS: Operation[] = [
  { op: 'insert', table: 'Port', row: { name: 'a' } },
  { op: 'mutate', table: 'Bridge', where: [], mutations: [] },
];

function failure(reply: Json): OvsdbOperationError {
  try {
    readTransactionReply(OPERATIONS, reply);
  } catch (error) {
    return error as OvsdbOperationError;
  }
  throw new Error('was taken for a success');
}

describe('readTransactionReply', () => {
  test('gives the results of a success', () => {
    const reply = [{ uuid: ['uuid', 'x'] }, { count: 1 }];
    expect(readTransactionReply(OPERATIONS, reply)).toEqual(reply);
  });

  test('names the operation that failed with its table, the error and its details', () => {
    const error = failure([{}, { error: 'constraint violation', details: 'two of a name' }]);
    expect(error).toMatchObject({ code: 'ovsdb-operation', failedIndex: 1 });
    expect(error.message).toBe('OVSDB refused the mutate of Bridge: constraint violation: two of a name');
    expect(error.tried).toBe(JSON.stringify(OPERATIONS[1]));
  });

  test('operations after the failed one are null', () => {
    expect(failure([{ error: 'unknown column' }, null])).toMatchObject({ failedIndex: 0 });
  });

  test('an extra error element is the failed commit, although each operation succeeded', () => {
    const error = failure([{}, { count: 1 }, { error: 'referential integrity violation', details: 'Port' }]);
    expect(error).toMatchObject({ code: 'ovsdb-operation', failedIndex: null });
    expect(error.message).toBe('OVSDB refused the commit: referential integrity violation: Port');
  });

  test.each<[string, Json]>([
    ['no list', { a: 1 }],
    ['too few results', [{}]],
    ['too many results', [{}, {}, {}]],
  ])('%s is a protocol error', (_, reply) => {
    expect(failure(reply).code).toBe('protocol');
  });
});
