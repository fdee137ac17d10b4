/** Which columns may be slices: none whose values name a row or a user. */
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/shared/domain/config/config.ts';
import { compareProtectedKeys } from '../../../src/shared/domain/config/protected-keys.ts';
import { evaluatesTheSame, selectModel } from '../../../src/shared/domain/config/select-model.ts';

const select = (slices: object, predictions: object = {}) =>
  selectModel(
    configSchema.parse({
      models: {
        churn: { task: 'binary', predictions: { id: 'id', label: 'y', score: 'p', ...predictions }, slices },
      },
    }),
    undefined,
    'churn',
  );

describe('the columns of slices', () => {
  it.each([
    ['id', { id: ['shop', 'customer'] }, 'customer'],
    ['group', { group: ['customer', 'day'], time: 'at' }, 'customer'],
    ['group', { group: 'customer' }, 'customer'],
    ['label', {}, 'y'],
    ['score', {}, 'p'],
  ])('are refused where they are predictions.%s', (role, predictions, column) => {
    expect(() => select({ columns: ['region', column] }, predictions)).toThrow(
      `models.churn.slices.columns: expected columns without another role, got "${column}", which is \`predictions.${role}\``,
    );
  });

  it('are refused without predictions', () => {
    const config = configSchema.parse({ models: { churn: { slices: { columns: ['region'] } } } });
    expect(() => selectModel(config, undefined, 'churn')).toThrow(
      'expected `predictions` of the model, got none',
    );
  });

  it('are named once, and a slice has no fewer than 20 rows', () => {
    expect(() => select({ columns: ['region', 'region'] })).toThrow('expected each column once');
    expect(() => select({ columns: ['region'], 'min-rows': 5 })).toThrow('>=20');
  });

  it('are protected: both configurations evaluate where a pull request changes them', () => {
    const [base, head] = [select({ columns: ['region', 'device'] }), select({ columns: ['device'] })];
    expect(compareProtectedKeys(base.config, head.config)).toMatchObject([
      { key: 'slices.columns', decidedBy: 'both' },
    ]);
    expect(evaluatesTheSame(base, head, 'gate')).toBe(false);
  });
});
