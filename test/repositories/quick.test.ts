/** The quickest of them, with every `npm test`: what the README gives people to paste. */
import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { playRepository } from './play-repository.ts';
import { readReadme, TRAINING, useOwnLines, WORKFLOW } from './readme.ts';
import { statusesOf, stepsOf } from './shown-facts.ts';

describe('the README', () => {
  it('marks two lines, and no other is replaced', async () => {
    const { workflow, config } = await readReadme();
    const marked = [...workflow.split('\n'), ...config.split('\n')].filter((line) =>
      /# \d\. replace/.test(line),
    );
    const changed = (text: string): number => {
      const own = useOwnLines(text).split('\n');
      return text.split('\n').filter((line, index) => line !== own[index]).length;
    };
    expect(marked).toHaveLength(2);
    expect([changed(workflow), changed(config)]).toEqual([1, 1]);
  });

  it('pasted into a repository with those two lines replaced gives a comment with its metrics, and every step succeeds', async () => {
    const { workflow, config } = await readReadme();
    const played = await playRepository({
      name: 'pasted',
      files: TRAINING,
      added: { [WORKFLOW]: useOwnLines(workflow), [CONFIG_PATH]: useOwnLines(config) },
    });
    expect(played.proposal.files).toEqual({});
    expect(played.commentOf('churn')).toMatch(/`accuracy` \|.*\| 0\.870 \|/);
    expect(played.commentOf('churn')).toMatch(/`f1` \|.*\| 0\.810 \|/);
    expect(statusesOf(played)).toEqual(['success model-steward/churn']);
    expect(stepsOf(played).filter((step) => step.startsWith('failure'))).toEqual([]);
  });
});
