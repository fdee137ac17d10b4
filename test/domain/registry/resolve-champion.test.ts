/** Which version a new one is compared with, after tags that took a stage away. */
import { describe, expect, it } from 'vitest';
import { resolveChampion, resolveReplaced } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { tagsFrom } from './tag.ts';

const FIRST = ['churn@v1.0.0 c1', 'churn#production#1 c1'];
const SECOND = [...FIRST, 'churn@v2.0.0 c2', 'churn#production#2 c2'];
const BY_REGISTER = 'Assign\n\nOperation: promote\nRun: https://github.com/a/b/actions/runs/1/attempts/1\n';
const championOf = (...tags: readonly string[]) => {
  const found = resolveChampion({ model: 'churn', stage: 'production', tags: tagsFrom(...tags) });
  return found && [found.version, found.withdrawnBy?.tag];
};

it.each<[string, readonly string[], string | undefined]>([
  ['another version is registered', [...SECOND, 'churn@v2.0.0! c2'], '1.0.0'],
  ['the only version was withdrawn', [...FIRST, 'churn@v1.0.0! c1'], undefined],
  ['only its stage was taken', [...FIRST, 'churn#production!#2 c1'], undefined],
])('after a withdrawal the version to promote instead is known: %s', (_, tags, other) => {
  const found = resolveChampion({ model: 'churn', stage: 'production', tags: tagsFrom(...tags) });
  expect(found?.withdrawnBy?.otherVersion).toBe(other);
});

describe('the version to compare with', () => {
  it.each(['churn#production!#2 c1', 'churn@v1.0.0! c1', 'churn@deprecated c1'])(
    'stays the last one after %s, which is named',
    (tag) => {
      expect(championOf(...FIRST, tag)).toEqual(['1.0.0', tag.split(' ')[0]]);
    },
  );

  it.each(['churn#production!#3 c2', 'churn@v2.0.0! c2'])(
    'does not become the older one of the stage by %s',
    (tag) => {
      expect(championOf(...SECOND, tag)).toEqual(['2.0.0', tag.split(' ')[0]]);
    },
  );

  it('is the one of the next assignment', () => {
    expect(championOf(...SECOND, 'churn@v2.0.0! c2', `churn#production#3 c1 | ${BY_REGISTER}`)).toEqual([
      '1.0.0',
      undefined,
    ]);
  });

  it('does not become an older one by a stage tag that register did not make, which is named', () => {
    const byHand = [...SECOND, 'churn#production#3 c1'];
    expect(championOf(...byHand)).toEqual(['2.0.0', 'churn#production#3']);
    expect(championOf(...byHand, 'churn#production#4 c1')).toEqual(['2.0.0', 'churn#production#4']);
    expect(championOf(...byHand, `churn#production#4 c1 | ${BY_REGISTER}`)).toEqual(['1.0.0', undefined]);
    expect(championOf(...SECOND, 'churn@v2.0.0! c2', 'churn#production#3 c1')).toEqual([
      '2.0.0',
      'churn#production#3',
    ]);
  });

  it('is a newer one, and the same one again, whoever made the stage tag', () => {
    const newer = [...SECOND, 'churn@v3.0.0 c3', 'churn#production#3 c3'];
    expect(championOf(...newer)).toEqual(['3.0.0', undefined]);
    expect(championOf(...newer, 'churn#production#4 c2', 'churn#production#5 c3')).toEqual([
      '3.0.0',
      undefined,
    ]);
  });

  it('is not taken from it by tags of other stages', () => {
    expect(championOf(...FIRST, 'churn#staging#1 c1', 'churn#staging!#2 c1')).toEqual(['1.0.0', undefined]);
  });

  it('is none where no version ever had the stage', () => {
    expect(championOf('churn@v1.0.0 c1', 'churn#staging#1 c1')).toBeUndefined();
  });
});

it('a version replaces the one that has the stage once its own registration ends a deprecation', () => {
  const replaced = (...tags: readonly string[]) =>
    resolveReplaced({ model: 'churn', stage: 'production', tags: tagsFrom(...tags) })?.version;
  expect(replaced(...FIRST, 'churn@deprecated c1')).toBe('1.0.0');
  expect(replaced(...FIRST, 'churn@v1.0.0! c1')).toBeUndefined();
});
