/**
 * A workflow that has nothing to do with a model may change without an approval. A machine of one's own keeps what it leaves
 * there for the job that trains (docs/trust.md#the-base-decides), and its label may look like one of GitHub's.
 */
import { describe, expect, it } from 'vitest';
import { isUnrelatedWorkflow } from '../../src/shared/domain/supply-chain/unrelated-workflow.ts';

const PATH = '.github/workflows/lint.yml';
const lintOn = (label: string): string => `on: pull_request
permissions: { contents: read }
jobs: { lint: { runs-on: ${label}, steps: [{ run: npm run lint }] } }
`;
const isAsked = (label: string): boolean =>
  !isUnrelatedWorkflow(PATH, [lintOn('ubuntu-latest'), lintOn(label)]);

describe('a workflow that nothing relates to', () => {
  it.each(['ubuntu-gpu', 'ubuntu-24.04-16core', 'windows-build', 'macos-lab', 'ubuntu-latest-gpu'])(
    'it moves to the machine %s → somebody else has to approve it',
    (label) => {
      expect(isAsked(label)).toBe(true);
    },
  );

  it.each([
    'ubuntu-24.04',
    'ubuntu-24.04-arm',
    'ubuntu-slim',
    'windows-2025',
    'windows-11-arm',
    'macos-15-intel',
    'macos-14-xlarge',
  ])('it moves to %s of GitHub → nothing is asked', (label) => {
    expect(isAsked(label)).toBe(false);
  });
});
