/** The repositories whose commands need Node only, played as `npm run try` plays that of a user. */
import { describe, expect, it } from 'vitest';
import { playRepository } from './play-repository.ts';
import { statusesOf, tagsOf } from './shown-facts.ts';

describe('a pull request of a repository', () => {
  it('with a folder of checkpoints registers them all under the last row of their metrics', async () => {
    const played = await playRepository({
      name: 'checkpoints',
      change: { 'config.json': ['"epochs": 40', '"epochs": 60'] },
    });
    // 1 − 1 / 62, of the last of sixty epochs.
    expect(played.commentOf('digits')).toMatch(/`val_accuracy` at least 0\.9 \|.*\| 0\.984 \|.*pass/);
    expect(tagsOf(played)).toEqual(['digits#production#1', 'digits@v1.0.0']);
    const [release] = played.releases;
    expect(release?.footer?.join('\n')).toContain('checkpoint-epoch60.pth');
  });

  it('with three models has a comment and a status each, and registers those that pass', async () => {
    const played = await playRepository({
      name: 'monorepo',
      change: { 'churn/train.js': ['test: 0.8', 'test: 0.75'] },
    });
    expect(played.commentOf('prices')).toContain('the first version meets its bounds');
    expect(played.commentOf('churn')).toMatch(/`roc_auc\.test` at least 0\.7 \|.*\| 0\.750 \|/);
    expect(played.commentOf('clicks')).toContain('the challenger misses a bound');
    expect(statusesOf(played)).toEqual([
      'failure model-steward/clicks',
      'success model-steward/churn',
      'success model-steward/prices',
    ]);
    expect(tagsOf(played)).toEqual([
      'churn#production#1',
      'churn@v1.0.0',
      'prices#production#1',
      'prices@v1.0.0',
    ]);
  });
});
