/** Whether a version is archived or deprecated, by the order of its tags. */
import { describe, expect, it } from 'vitest';
import { readTagHistory } from '../../../src/shared/domain/registry/tag-history.ts';
import {
  describeVersionStatus,
  findVersionHistory,
  listMarks,
  stagesOfVersion,
} from '../../../src/shared/domain/registry/version-status.ts';
import { tagsFrom } from './tag.ts';

const FOUND = { version: '1.0.0', commit: 'c1' };

describe('the marks of a version', () => {
  it.each<readonly [readonly string[], readonly string[]]>([
    [[], []],
    [['churn#archived#1 c1'], ['archived']],
    [['churn#deprecated#1 c1'], ['deprecated']],
    [
      ['churn#deprecated#1 c1', 'churn#archived#2 c1'],
      ['archived', 'deprecated'],
    ],
    [['churn#archived#1 c1', 'churn#archived!#2 c1'], []],
    [['churn#archived#1 c1', 'churn#archived!#2 c1', 'churn#archived#3 c1'], ['archived']],
    [['churn#archived#1 c1', 'churn#deprecated!#2 c1'], ['archived']],
    [['churn#archived#1 c2'], []],
    // A stage that comes later ends an archive, and no deprecation; one before does nothing.
    [['churn#archived#1 c1', 'churn#production#2 c1'], []],
    [['churn#deprecated#1 c1', 'churn#production#2 c1'], ['deprecated']],
    [['churn#production#1 c1', 'churn#archived#2 c1'], ['archived']],
    [
      ['churn#archived#1 c1', 'churn#deprecated#2 c1'],
      ['archived', 'deprecated'],
    ],
  ])('%j → %j', (lines, marks) => {
    const tags = tagsFrom('churn@v1.0.0 c1', 'churn@v1.1.0 c2', ...lines);
    expect(listMarks(findVersionHistory(readTagHistory('churn', tags), FOUND))).toEqual(marks);
  });

  it('of a promotion and an archive in one second, the promotion stays', () => {
    const [version, archived, promoted] = tagsFrom(
      'churn@v1.0.0 c1',
      'churn#archived#1 c1',
      'churn#production#1 c1',
    );
    const tags = [version!, archived!, { ...promoted!, taggedAt: archived!.taggedAt }];
    expect(listMarks(findVersionHistory(readTagHistory('churn', tags), FOUND))).toEqual([]);
  });

  it('archived does not count while the version has a stage, and does when another version has it', () => {
    const tags = tagsFrom(
      'churn@v1.0.0 c1',
      'churn@v1.1.0 c2',
      'churn#production#1 c1',
      'churn#archived#2 c1',
      'churn#production#3 c2',
    );
    expect(describeVersionStatus('churn', tags.slice(0, 4), FOUND).status).toBe('active');
    expect(describeVersionStatus('churn', tags, FOUND).status).toBe('archived');
  });

  it('have their reason, and are no stages', () => {
    const tags = tagsFrom(
      'churn@v1.0.0 c1',
      'churn#staging#1 c1',
      'churn#deprecated#2 c1 | Deprecate churn v1.0.0\n\nReason: slow\n',
    );
    expect(describeVersionStatus('churn', tags, FOUND)).toEqual({ status: 'deprecated', reason: 'slow' });
    expect(stagesOfVersion(readTagHistory('churn', tags), FOUND)).toEqual(['staging']);
  });
});
