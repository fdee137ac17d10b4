import { describe, expect, test } from 'vitest';
import { compareDays } from '../../../../src/shared/domain/monitoring/drift/evaluate-days.ts';
import { rhoT } from '../../../../src/shared/domain/monitoring/drift/rho-t.ts';
import { alertLevels } from '../../../../src/shared/domain/monitoring/drift/alert-levels.ts';
import {
  meanShift,
  wassersteinDistance,
  windowDifference,
} from '../../../../src/shared/domain/monitoring/drift/window-difference.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { createArDays, WEIGHTS, type ArDays } from './ar-days.ts';

const distance = (difference: Float64Array): number => wassersteinDistance(difference, WEIGHTS);

/** Share of seeded simulations in which `isAlert` is true for the last `windowDays` against the days before. */
function measureRate(
  simulations: number,
  design: ArDays & { readonly windowDays: number },
  isAlert: (sides: Parameters<typeof rhoT>[0]) => boolean,
): number {
  const random = createRandomNumbers(20_261_122);
  let alerts = 0;
  for (let i = 0; i < simulations; i++) {
    const days = createArDays(design, random);
    const split = days.length - design.windowDays;
    const [reference, current] = [days.slice(0, split), days.slice(split)];
    if (isAlert({ reference, current, distance, weights: WEIGHTS })) alerts++;
  }
  return alerts / simulations;
}

describe('the nominal rate of false alarms, measured on days that resemble their neighbors', () => {
  test.each([
    { reference: 31, windowDays: 7, autocorrelation: 0 },
    { reference: 31, windowDays: 7, autocorrelation: 0.5 },
    { reference: 60, windowDays: 7, autocorrelation: 0.5 },
    { reference: 60, windowDays: 7, autocorrelation: 0.7 },
    { reference: 35, windowDays: 1, autocorrelation: 0.5 },
  ])(
    'rho-t keeps 5 %: $reference days, window $windowDays, autocorrelation $autocorrelation',
    ({ reference, windowDays, autocorrelation }) => {
      const design = { count: reference + windowDays, windowDays, autocorrelation, intraDayCorrelation: 0.1 };
      const rate = measureRate(800, design, (sides) => rhoT(sides).p <= 0.05);
      // Published for these designs: 4 to 6 %. Three standard errors of 800 simulations are 2.3 points.
      expect(rate).toBeGreaterThan(0.015);
      expect(rate).toBeLessThan(0.083);
    },
  );

  test('with the permutation of days as a second test, the rate is at most 1 %, also where rho-t alone would exceed it', () => {
    const levels = { warning: 0.01, alert: 0.01 };
    const design = { count: 67, windowDays: 7, autocorrelation: 0.5, intraDayCorrelation: 0.1 };
    const rate = measureRate(800, design, (sides) => {
      const answer = compareDays({ ...sides, levels, seed: 'a' });
      return answer.kind === 'compared' && answer.mayAlert && answer.p <= levels.alert;
    });
    expect(rate).toBeLessThanOrEqual(0.01);
  });

  test('a month against a month is tested by the permutation alone, near its level', () => {
    const levels = { warning: 0.05, alert: 0.05 };
    const design = { count: 61, windowDays: 30, autocorrelation: 0.5, intraDayCorrelation: 0.1 };
    const rate = measureRate(200, design, (sides) => {
      const answer = compareDays({ ...sides, levels, seed: 'a' });
      return answer.kind === 'compared' && answer.provisional && answer.p <= levels.alert;
    });
    // Published: 6 %. Three standard errors of 200 simulations are 5 points.
    expect(rate).toBeLessThan(0.11);
  });
});

describe('a year of weekly checks against half a year of reference', () => {
  test('raises fewer than one false alarm in three years, two warnings in a row included', () => {
    const YEARS = 40;
    const REFERENCE_DAYS = 182;
    const levels = alertLevels({ falseAlarmsPerYear: 1, windowDays: 7, columns: 1 });
    const random = createRandomNumbers(7);
    const design = { count: REFERENCE_DAYS + 52 * 7, autocorrelation: 0.5, intraDayCorrelation: 0.1 };
    let [warnings, alerts] = [0, 0];
    for (let year = 0; year < YEARS; year++) {
      const days = createArDays(design, random);
      const reference = days.slice(0, REFERENCE_DAYS);
      let warnedSide = 0;
      for (let week = 0; week < 52; week++) {
        const start = REFERENCE_DAYS + 7 * week;
        const current = days.slice(start, start + 7);
        const answer = compareDays({
          ...{ reference, current, distance, weights: WEIGHTS, levels },
          seed: `${year} ${week}`,
        });
        if (answer.kind === 'inconclusive') throw new Error(answer.obstacle.code);
        const difference = windowDifference({ window: current, others: reference, byWeekday: false });
        const side = answer.p <= levels.warning ? Math.sign(meanShift(difference, WEIGHTS)) : 0;
        if (side !== 0) warnings++;
        if (answer.p <= levels.alert || (side !== 0 && side === warnedSide)) alerts++;
        warnedSide = side;
      }
    }
    expect(alerts / YEARS).toBeLessThan(1 / 3);
    // 1 % of 2,080 weeks would be 21.
    expect(warnings).toBeGreaterThan(0);
    expect(warnings).toBeLessThan(35);
  });
});

describe('a year of weekly data', () => {
  test.each([{ referenceDays: 30 }, { referenceDays: 104 }])(
    'against $referenceDays weeks raises fewer than one false alarm in three years, two Mondays in a row included',
    ({ referenceDays }) => {
      const YEARS = 60;
      const WEEKS = 52;
      const levels = alertLevels({ falseAlarmsPerYear: 1, windowDays: 1, columns: 1 });
      const random = createRandomNumbers(11);
      const design = { count: referenceDays + WEEKS, autocorrelation: 0.5, intraDayCorrelation: 0.1 };
      let [alerts, inRow] = [0, 0];
      for (let year = 0; year < YEARS; year++) {
        const days = createArDays(design, random).map((day) => ({ ...day, day: 7 * day.day }));
        const reference = days.slice(0, referenceDays);
        let warnedSide = 0;
        for (const [week, day] of days.slice(referenceDays).entries()) {
          const sides = { reference, current: [day], distance, weights: WEIGHTS, levels };
          const answer = compareDays({ ...sides, seed: `${year} ${week}` });
          if (answer.kind === 'inconclusive') throw new Error(answer.obstacle.code);
          const difference = windowDifference({ window: [day], others: reference, byWeekday: false });
          const side = answer.p <= levels.warning ? Math.sign(meanShift(difference, WEIGHTS)) : 0;
          if (side !== 0 && side === warnedSide) inRow++;
          if (answer.p <= levels.alert || (side !== 0 && side === warnedSide)) alerts++;
          warnedSide = side;
        }
      }
      expect(alerts / YEARS).toBeLessThan(1 / 3);
      expect(inRow / YEARS).toBeLessThan(0.25);
    },
  );
});

describe('real drift', () => {
  test('of a quarter of an sd is found within a week by a reference of half a year', () => {
    const shift = { days: 7, sd: 0.25 };
    const design = { count: 187, windowDays: 7, autocorrelation: 0.5, intraDayCorrelation: 0.01, shift };
    const power = measureRate(100, design, (sides) => {
      const answer = compareDays({ ...sides, levels: { warning: 0.01, alert: 0.01 }, seed: 'a' });
      return answer.kind === 'compared' && answer.p <= 0.01;
    });
    // Published: 88 % with a weekly pattern as well; three standard errors of 100 simulations are 10 points.
    expect(power).toBeGreaterThan(0.75);
  });

  test('as large as the minimum detectable effect is detected with about 80 % power', () => {
    const days = { windowDays: 7, autocorrelation: 0.3, intraDayCorrelation: 0.05 };
    const level = 0.05;
    const levels = { warning: level, alert: level / 10 };
    let printed = 0;
    measureRate(60, { ...days, count: 126 + 7 }, (sides) => {
      const answer = compareDays({ ...sides, levels, seed: 'a' });
      if (answer.kind === 'compared') printed += (answer.minimumDetectableDistance ?? NaN) / 60;
      return false;
    });
    const shifted = { ...days, count: 126 + 7, shift: { days: 7, sd: printed } };
    const power = measureRate(300, shifted, (sides) => rhoT(sides).p <= level);
    expect(power).toBeGreaterThan(0.65);
    expect(power).toBeLessThan(0.95);
  });
});
