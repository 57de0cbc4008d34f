import { describe, expect, test } from 'vitest';
import { checkTokens, writeBatch } from '../../../src/wire/ip/write-batch.ts';

describe('words of an ip batch', () => {
  test.each(['a b', 'a\nlink del dev eth0', "it's", '"x"', 'a#b', 'a\\', '-force', '', '\t'])(
    '%j is refused before anything is written',
    async (token) => {
      await expect(writeBatch([['link', 'set', 'dev', token, 'up']])).rejects.toMatchObject({
        code: 'refused',
      });
    },
  );

  test.each(['eth0', 'eth0.100', '10.0.0.1/24', '2001:db8::1/64', '+', '02:00:00:00:00:01', 'br-a'])(
    '%j is taken',
    (token) => {
      expect(() => checkTokens([token])).not.toThrow();
    },
  );
});
