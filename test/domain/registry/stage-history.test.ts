import { describe, expect, it } from 'vitest';
import { listStageMoves, previousAssignment } from '../../../src/shared/domain/registry/stage-history.ts';
import { tagsFrom } from './tag.ts';

const ROLLBACK = '| back\n\nOperation: rollback\n';
const versions = ['churn@v1.0.0 c1', 'churn@v1.1.0 c2', 'churn@v1.2.0 c3'];
const previous = (...moves: readonly string[]) =>
  previousAssignment(listStageMoves('churn', 'production', tagsFrom(...versions, ...moves)))?.version;

describe('the version that a rollback returns to', () => {
  it('is the one that was assigned before', () => {
    expect(previous('churn#production#1 c1', 'churn#production#2 c2', 'churn#staging#3 c3')).toBe('1.0.0');
  });

  it('is none before the stage had two versions', () => {
    expect(previous()).toBeUndefined();
    expect(previous('churn#production#1 c1')).toBeUndefined();
    expect(previous('churn#production#1 c1', 'churn#production#2 c1')).toBeUndefined();
  });

  it('is one further back after a rollback, not the version that was left', () => {
    const climb = ['churn#production#1 c1', 'churn#production#2 c2', 'churn#production#3 c3'];
    expect(previous(...climb, `churn#production#4 c2 ${ROLLBACK}`)).toBe('1.0.0');
    expect(previous(...climb, `churn#production#4 c2 ${ROLLBACK}`, `churn#production#5 c1 ${ROLLBACK}`)).toBe(
      undefined,
    );
  });

  it('is the version that a later promotion replaced, rolled back to or not', () => {
    expect(
      previous(
        'churn#production#1 c1',
        'churn#production#2 c2',
        `churn#production#3 c1 ${ROLLBACK}`,
        'churn#production#4 c3',
      ),
    ).toBe('1.0.0');
  });
});
