import { describe, expect, test } from 'vitest';
import {
  type Clock,
  deadlineIn,
  timeLeftMs,
  timeLeftText,
  type Unconfirmed,
} from '../../../src/state/unconfirmed.ts';

const NOW: Clock = { wall: Date.parse('2026-01-01T00:00:00Z'), uptime: 1_000, bootId: 'a' };
const waiting: Unconfirmed = {
  id: 'x',
  timeout: 60,
  ...deadlineIn(60, NOW),
  timer: { pid: 1, startTime: '1' },
  verified: true,
  previous: { resources: [], hash: null, foreign: [], created: [] },
};

describe('the deadline of an unconfirmed apply', () => {
  test('is written as a time that people read', () => {
    expect(waiting.deadline).toBe('2026-01-01T00:01:00.000Z');
  });

  test.each([
    ['counts down', { ...NOW, uptime: 1_010 }, 50_000],
    ['does not move with the clock', { ...NOW, uptime: 1_010, wall: NOW.wall + 86_400_000 }, 50_000],
    ['has passed', { ...NOW, uptime: 1_061 }, -1_000],
    ['after a reboot counts by the clock', { wall: NOW.wall + 30_000, uptime: 5, bootId: 'b' }, 30_000],
    ['after a long reboot has passed', { wall: NOW.wall + 90_000, uptime: 5, bootId: 'b' }, -30_000],
  ])('%s', (_what, clock, left) => {
    expect(timeLeftMs(waiting, clock)).toBe(left);
  });

  test('is told in whole seconds, never below zero', () => {
    expect(timeLeftText(waiting, { ...NOW, uptime: 1_010.5 })).toBe('50 s');
    expect(timeLeftText(waiting, { ...NOW, uptime: 2_000 })).toBe('0 s');
  });
});
