/**
 * Coverage of intervals by users, by days and by both, in seeded worlds of both. It prints the cells of the table in
 * docs/statistics.md, and holds them: all digits in as many worlds as the table says, else within Monte-Carlo errors.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { monteCarloError, sizeFactor } from '../../../rates/rate.ts';
import { createWorld } from './simulation.ts';
import { intervalsOf } from './two-way-worlds.ts';

const STATED_WORLDS = 2000;
const WORLDS = STATED_WORLDS * sizeFactor();
/** The table has whole percents. */
const ROUNDING = 0.005;

interface Design {
  readonly users: number;
  readonly days: number;
  readonly userSd: number;
  readonly daySd: number;
  readonly correlation: number;
}

/** Share of worlds in which the interval contains 0, the truth: by both, by users alone, by days alone. */
function measureCoverage({ users, days, userSd, daySd, correlation }: Design, worlds: number) {
  const covered = { both: 0, user: 0, day: 0 };
  const world = createWorld(1000 * users + days);
  for (let index = 0; index < worlds; index += 1) {
    const ofUser = Array.from({ length: users }, () => userSd * world.normal());
    const ofDay: number[] = [];
    for (let day = 0; day < days; day += 1) {
      const noise = world.normal();
      const before = ofDay.at(-1);
      ofDay.push(
        before === undefined ? noise : correlation * before + Math.sqrt(1 - correlation ** 2) * noise,
      );
    }
    const results = intervalsOf(
      users,
      days,
      (user, day) => ofUser[user]! + daySd * ofDay[day]! + world.normal(),
    );
    for (const key of ['both', 'user', 'day'] as const) {
      const result = results[key].interval;
      if (result.kind === 'interval' && result.lower <= 0 && result.upper >= 0) covered[key] += 1;
    }
  }
  return { both: covered.both / worlds, user: covered.user / worlds, day: covered.day / worlds };
}

/** @returns the shares that the row of the design states, of users alone, days alone and both. */
function statedOf({ users, days, userSd, daySd, correlation }: Design): readonly number[] {
  const docs = readFileSync(new URL('../../../../docs/statistics.md', import.meta.url), 'utf8');
  const cells = docs
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find(
      ([, size, effects]) =>
        size === `${users} × ${days}` && effects === `${userSd}, ${daySd}, ${correlation}`,
    );
  return (cells ?? []).slice(3, -1).map((cell) => Number(/^(\d+) %$/.exec(cell)?.[1]) / 100);
}

describe('coverage of a nominal 95 %', () => {
  it.each([
    { users: 40, days: 30, userSd: 0.5, daySd: 0.5, correlation: 0 },
    { users: 40, days: 30, userSd: 0.5, daySd: 0.5, correlation: 0.5 },
    { users: 20, days: 60, userSd: 0.5, daySd: 0.5, correlation: 0.5 },
    { users: 15, days: 15, userSd: 0.5, daySd: 0.5, correlation: 0.5 },
    { users: 40, days: 30, userSd: 0, daySd: 0, correlation: 0 },
  ])(
    'is that of the table for $users users on $days days, sd $userSd and $daySd, correlation $correlation',
    (design) => {
      const { both, user, day } = measureCoverage(design, WORLDS);
      console.log(design, { user, day, both });
      expect(both).toBeGreaterThan(0.95 - monteCarloError(0.95, WORLDS));
      const stated = statedOf(design);
      expect(stated).toHaveLength(3);
      for (const [index, measured] of [user, day, both].entries()) {
        const error = sizeFactor() === 1 ? 0 : monteCarloError(measured, STATED_WORLDS);
        expect(
          Math.abs(measured - stated[index]!),
          `${design.users} × ${design.days}, column ${index + 1}: ${measured}`,
        ).toBeLessThanOrEqual(ROUNDING + error + 1e-9);
      }
    },
  );
});
