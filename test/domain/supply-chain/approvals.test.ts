/** Which approvals count, and the sentence for each that does not: the reason is what a team can act on. */
import { describe, expect, it } from 'vitest';
import type { Review } from '../../../src/shared/domain/kernel/platform.ts';
import { describeUncounted } from '../../../src/shared/domain/report/approvals-text.ts';
import { sortApprovals } from '../../../src/shared/domain/supply-chain/approvals.ts';

const HEAD = 'f'.repeat(40);
const OLDER = `0123456${'0'.repeat(33)}`;

const review = (login: string, state: Review['state'], commit: string | undefined = HEAD): Review => ({
  login,
  state,
  commit,
});

const sort = (...reviews: readonly Review[]) =>
  sortApprovals(reviews, { head: HEAD, author: 'ann', pushers: ['mallory'] });

describe('an approval', () => {
  it('counts where it is the last word of a person, comments aside', () => {
    const reviews = [
      review('carol', 'CHANGES_REQUESTED'),
      review('carol', 'APPROVED'),
      review('carol', 'COMMENTED'),
      review('bob', 'APPROVED'),
    ];
    expect(sort(...reviews)).toEqual({ counted: ['bob', 'carol'], uncounted: [] });
  });

  it.each<[string, readonly Review[], string]>([
    ['of the author', [review('ann', 'APPROVED')], '; not counted: ann (is the author of the pull request)'],
    [
      'of whoever pushed last',
      [review('mallory', 'APPROVED')],
      '; not counted: mallory (pushed the last commit, or started its run)',
    ],
    [
      'before the last push',
      [review('bob', 'APPROVED', OLDER)],
      '; not counted: bob (approved 0123456, which is not the last commit)',
    ],
    [
      'of a commit that the platform does not name any more',
      [{ login: 'bob', state: 'APPROVED', commit: undefined }],
      '; not counted: bob (approved a commit that is gone, which is not the last commit)',
    ],
    ['that was dismissed', [review('bob', 'DISMISSED')], '; not counted: bob (the review was dismissed)'],
    [
      'that was taken back',
      [review('bob', 'APPROVED'), review('bob', 'CHANGES_REQUESTED')],
      '; not counted: bob (asked for changes after the approval)',
    ],
    ['of a bot', [review('lint[bot]', 'APPROVED')], '; not counted: lint[bot] (is no person)'],
  ])('%s does not count, and the reason has the name', (_, reviews, text) => {
    const { counted, uncounted } = sort(...reviews);
    expect(counted).toEqual([]);
    expect(describeUncounted(uncounted)).toBe(text);
  });

  it('was never given by a person who asked for changes only, or commented', () => {
    expect(sort(review('bob', 'CHANGES_REQUESTED'), review('eve', 'COMMENTED'))).toEqual({
      counted: [],
      uncounted: [],
    });
  });
});

it('of no one counts where it is not known who pushed the last commit', () => {
  const unknown = { head: HEAD, author: 'ann', pushers: undefined };
  const { counted, uncounted } = sortApprovals([review('bob', 'APPROVED')], unknown);
  expect(counted).toEqual([]);
  expect(describeUncounted(uncounted)).toContain('bob (may have pushed the last commit');
});

it('of many that do not count, five are named', () => {
  const many = Array.from({ length: 7 }, (_, index) => review(`user${index}`, 'DISMISSED'));
  expect(describeUncounted(sort(...many).uncounted)).toMatch(
    /user4 \(the review was dismissed\), and 2 more$/,
  );
});
