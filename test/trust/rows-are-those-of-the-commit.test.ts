/** What is scored is what run.json names: rows and score command as git tracks them, whatever ran before. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProject, type Project } from '../ground/project.ts';

const TRAIN =
  'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n';

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

async function trainWith(change: { train?: string; left?: Readonly<Record<string, string>> }) {
  const files = { 'train.sh': `${TRAIN}${change.train ?? ''}` };
  const pull = await project.propose({ branch: 'easier', skill: 'fair', files });
  const run = await project.box.startRun({
    ...{ repository: 'acme/flights', workflow: '.github/workflows/pull-request.yml', job: 'train' },
    ...{ event: 'pull_request', pull: pull.number, permissions: { contents: 'read' } },
  });
  return await project.step('train', run, { files: change.left ?? {} });
}

describe('the hold-out', () => {
  it('the training leaves the hard rows out of the committed file → it is refused, and the file is named', async () => {
    const { failure } = await trainWith({ train: 'head -n 500 holdout.csv > kept && mv kept holdout.csv\n' });
    expect(failure).toContain(
      'DATA_MISMATCH: score.data: expected holdout.csv as it was committed, got a file that the training',
    );
  });

  it('a step before changes the committed file → it is refused', async () => {
    const { failure } = await trainWith({
      left: { 'holdout.csv': 'flight,late,date,day\n1,0,2026-01-01,1\n' },
    });
    expect(failure).toContain('score.data: expected holdout.csv as it was committed');
  });

  it('the training replaces the committed score command → it is refused', async () => {
    const { failure } = await trainWith({
      train: 'echo \'cp predictions/best.csv "$MODEL_STEWARD_OUT"\' > score.sh\n',
    });
    expect(failure).toContain('DATA_MISMATCH: score.command: expected score.sh as it was committed');
  });

  const FEWER = 'head -n 500 holdout.csv > kept.csv\n';

  it.each([
    [
      'replaces its object in git',
      'old=$(git rev-parse HEAD:holdout.csv); mv kept.csv holdout.csv; git replace "$old" "$(git hash-object -w holdout.csv)"',
    ],
    [
      'writes other content into the file of its object',
      `old=$(git rev-parse HEAD:holdout.csv); mv kept.csv holdout.csv; new=$(git hash-object -w holdout.csv)
file() { echo ".git/objects/$(echo "$1" | cut -c 1-2)/$(echo "$1" | cut -c 3-)"; }
mkdir -p "$(dirname "$(file "$old")")"; cp -f "$(file "$new")" "$(file "$old")"`,
    ],
    [
      'commits a link in its place',
      'ln -sf kept.csv holdout.csv; git add -A; git -c user.name=x -c user.email=x@y.z commit -qm x',
    ],
    ['commits fewer rows', 'mv kept.csv holdout.csv; git -c user.name=x -c user.email=x@y.z commit -qam x'],
  ])('the training %s → it is refused', async (_, cheat) => {
    // The process that reads objects ends after a second without a question.
    const { failure } = await trainWith({ train: `${FEWER}${cheat}\nsleep 1.5\n` });
    expect(failure).toMatch(/holdout\.csv/);
  });

  it('the checkout writes other line ends, and another file changes → it trains', async () => {
    const train = 'sed -i "s/$/\\r/" holdout.csv && echo more >> README.md\n';
    expect((await trainWith({ train })).failure).toBeUndefined();
  });
});
