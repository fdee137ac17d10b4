/** The quickest of them, with every `npm test`. */
import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { playRepository } from './play-repository.ts';
import { statusesOf, tagsOf } from './shown-facts.ts';

describe('a pull request of a repository', () => {
  it('that commits its metrics and its model shows those that were trained for it, and not those that lay there', async () => {
    const played = await playRepository({
      name: 'committed-metrics',
      change: { 'train.js': ['neighbors = 3', 'neighbors = 5'] },
    });
    expect(played.proposal.files[CONFIG_PATH]).toContain('command: npm run train');
    expect(played.commentOf('committed-metrics')).toMatch(/`test_accuracy` \|.*\| 0\.950 \|/);
    expect(statusesOf(played)).toEqual(['success model-steward/committed-metrics']);
    expect(tagsOf(played)).toEqual([]);
  });
});
