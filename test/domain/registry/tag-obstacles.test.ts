/** Tags that others made: the next number is taken, and they are named. */
import { describe, expect, it } from 'vitest';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { planStageMove } from '../../../src/shared/domain/registry/plan-stage-move.ts';
import { planVersion } from '../../../src/shared/domain/registry/plan-version.ts';
import { resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { tagsFrom } from './tag.ts';

const now = new Date('2026-03-01T12:00:00Z');
const own = tagsFrom('churn@v1.0.0 c1', 'churn#production#1 c1');
const dated = (name: string, taggedAt: string | undefined): Tag => ({
  name,
  commit: 'c7',
  message: '',
  taggedAt,
});
const lightweight = (name: string): Tag => dated(name, undefined);
const planNext = (tags: readonly Tag[], more: Partial<Parameters<typeof planVersion>[0]> = {}) =>
  planVersion({ model: 'churn', tags: [...own, ...tags], commit: 'c9', now, ...more });
const planMove = (tags: readonly Tag[]) =>
  planStageMove({ model: 'churn', stage: 'production', tags: [...own, ...tags], commit: 'c1', now });

describe('the number of the next version', () => {
  it.each([
    ['churn@v1.1.0', '1.2.0'],
    ['churn@v1.1.0/notes', '1.2.0'],
    ['churn@v2.0.0', '1.1.0'],
  ])('with the lightweight tag %s it is %s', (name, version) => {
    expect(planNext([lightweight(name)]).version).toBe(version);
  });

  it('names each tag that has the next name', () => {
    const plan = planNext([lightweight('churn@v1.1.0'), lightweight('churn@v1.2.0')]);
    expect(plan).toMatchObject({ version: '1.3.0', tag: 'churn@v1.3.0' });
    expect(plan.obstacles).toEqual([
      { tag: 'churn@v1.1.0', why: 'taken' },
      { tag: 'churn@v1.2.0', why: 'taken' },
    ]);
  });

  it('raises the part that is asked for until it is free', () => {
    expect(planNext([lightweight('churn@v2.0.0')], { bump: 'major' }).version).toBe('3.0.0');
    expect(planNext([lightweight('churn@v1.0.1')], { bump: 'patch' }).version).toBe('1.0.2');
  });

  it('cannot be chosen by hand where another tag has the name, and the error says which and what to do', () => {
    expect(() => planNext([lightweight('churn@v5.0.0')], { version: '5.0.0' })).toThrow(
      expect.objectContaining({
        code: 'VERSION_TAKEN',
        message: 'churn@v5.0.0: expected a free name, got the tag "churn@v5.0.0", which is no version',
        hint: "delete that tag (git push origin ':refs/tags/churn@v5.0.0'), or leave the input `version` out",
      }) as Error,
    );
  });

  it('does not count a number of more than 2^53 - 1, and counts that one', () => {
    const [huge, greatest] = ['churn@v1.9007199254740992.0', 'churn@v1.9007199254740991.0'];
    expect(planNext([dated(huge, '2026-01-02T00:00:00Z')])).toMatchObject({
      version: '1.1.0',
      obstacles: [{ tag: huge, why: 'number' }],
    });
    const both = [dated(greatest, '2026-01-02T00:00:00Z'), dated(huge, '2026-01-02T00:00:00Z')];
    expect(planNext(both).version).toBe('1.9007199254740993.0');
  });
});

describe('the counter of the next move', () => {
  it('is free although a lightweight tag has the next one', () => {
    expect(planMove([lightweight('churn#production#2')]).tag).toBe('churn#production#3');
    expect(planMove([lightweight('churn#production#2/x')])).toMatchObject({
      tag: 'churn#production#3',
      obstacles: [{ tag: 'churn#production#2/x', why: 'taken' }],
    });
  });

  it('is exact beyond 2^53, and does not follow what is greater', () => {
    expect(planMove([dated('churn#production#9007199254740991', '2026-01-02T00:00:00Z')]).tag).toBe(
      'churn#production#9007199254740992',
    );
    const nines = `churn#production#${'9'.repeat(60)}`;
    expect(planMove([dated(nines, '2026-01-02T00:00:00Z')])).toMatchObject({
      tag: 'churn#production#2',
      obstacles: [{ tag: nines, why: 'number' }],
    });
  });
});

describe('the date of the next tag', () => {
  it.each(['9999-12-31T23:59:59Z', '+010000-01-01T00:00:00Z', '9000-01-01T00:00:00Z', 'never'])(
    'does not follow a tag of %s, which assigns nothing and is named',
    (at) => {
      const far = dated('churn#production#9', at);
      expect(resolveStage({ model: 'churn', stage: 'production', tags: [...own, far] })?.version).toBe(
        '1.0.0',
      );
      expect(planMove([far])).toMatchObject({
        tag: 'churn#production#10',
        taggedAt: '2026-03-01T12:00:00Z',
        obstacles: [{ tag: 'churn#production#9', why: 'date' }],
      });
    },
  );

  it('follows any date before, also a negative one', () => {
    expect(planNext([dated('churn@v1.1.0', '1901-01-01T00:00:00Z')]).taggedAt).toBe('2026-03-01T12:00:00Z');
    expect(planNext([dated('churn@v1.1.0', '8999-12-31T23:59:58Z')]).taggedAt).toBe('8999-12-31T23:59:59Z');
  });

  it('does not exist after the last of all, and the error names the tag', () => {
    expect(() => planNext([dated('churn@v1.1.0', '8999-12-31T23:59:59Z')])).toThrow(
      'tag "churn@v1.1.0": expected a date before 8999-12-31T23:59:59Z, got 8999-12-31T23:59:59Z',
    );
  });
});

it('a second version on the commit of an assigned one does not hide the one that register made', () => {
  const [version, stage] = tagsFrom(
    'churn@v1.0.0 c1 | churn v1.0.0\n\nEvidence: e1\n',
    'churn#production#1 c1',
  );
  const tags = [version, dated('churn@v9.0.0', '2026-01-05T00:00:00Z'), stage].flatMap((tag) =>
    tag === undefined ? [] : [{ ...tag, commit: 'c1' }],
  );
  expect(resolveStage({ model: 'churn', stage: 'production', tags })?.version).toBe('1.0.0');
});
