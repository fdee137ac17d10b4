/**
 * What starts a run, and how a pull request is merged, changes none of the rules that are not about triggers. Each row is
 * a rule, each column what can start the action that keeps it; "–" is a cell that cannot exist.
 *
 * | rule                                             | pull request, its re-run, by hand, schedule | merge, squash, rebase, re-run, by number | retraining by hand, schedule |
 * | ------------------------------------------------ | ------------------------------------------- | ---------------------------------------- | ---------------------------- |
 * | outputs are made by the command                  | here                                        | – (register trains nothing)              | the first column             |
 * | limits are checked first                         | here                                        | – (train refused it)                     | the first column             |
 * | groups come from where labels come from          | here                                        | – (register evaluates the same rows)     | the first column             |
 * | inputs are what git tracks                       | inputs-that-git-tracks.test.ts              | here                                     | – (its own job trained)      |
 * | a stranger's tag claims nothing                  | – (only register claims)                    | here                                     | here                         |
 * | one comment, one event, whoever writes and again | – (no event before a registration)          | here                                     | here                         |
 *
 * What is read of versions, stages and the ledger, and what is said of files that were not scanned, is in
 * each-trigger-reads-the-same.test.ts.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  productionRows,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type EvaluatedPull,
  type EndedRegister,
  type Project,
} from '../ground/project.ts';

const run = promisify(execFile);

const CONFIG = '.github/model-steward.yml';
const permissions = { contents: 'read' } as const;

/** In a run of each trigger of training, of the same files. */
async function trainByEachTrigger(
  files: Readonly<Record<string, string>>,
): Promise<readonly EvaluatedPull[]> {
  await using project = await startProject();
  await project.box.pushFiles({ repository: REPOSITORY, files });
  const pull = await project.propose({ branch: 'next', files: { 'README.md': '# Next\n' } });
  const ofPull = await project.evaluate(pull);
  const again = await project.box.rerun(ofPull.run, { permissions, job: 'train' });
  const ended = [ofPull, await project.evaluateIn(again)];
  for (const event of ['workflow_dispatch', 'schedule'] as const) {
    const of = { repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event, job: 'train', permissions };
    ended.push(await project.evaluateIn(await project.box.startRun(of)));
  }
  return ended;
}

const INVENT_DAYS = `cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" rows.csv
awk -F, -v OFS=, 'NR > 1 { $2 = sprintf("%04d-01-01", 1000 + NR) } { print }' rows.csv > "$MODEL_STEWARD_OUT"
`;

describe('trained by a pull request, by its re-run, by hand and on a schedule', () => {
  it('nothing is trained, and the outputs are committed → an error that names them', async () => {
    const ended = await trainByEachTrigger({
      [CONFIG]: configText().replace('bash train.sh', '"true"'),
      'model/skill.txt': 'best\n',
      'metrics.json': '{"rows": 700}\n',
    });
    for (const { train } of ended)
      expect(train.failure).toContain('got files from before it began: model/skill.txt, metrics.json');
  });

  it('the training leaves an empty file → it is one of the files of the model, which is evaluated', async () => {
    const training =
      'mkdir -p model && cp skill.txt model/ && : > model/empty.bin && echo "{}" > metrics.json\n';
    for (const { train, evaluate } of await trainByEachTrigger({ 'train.sh': training })) {
      expect(train.failure).toBeUndefined();
      expect(train.summary).toContain('The model is 2 files');
      expect(evaluate.summary).toContain('700 rows on 28 days');
    }
  });

  it('the predictions invent days, and labels are kept apart → the days of the labels count', async () => {
    const ended = await trainByEachTrigger({
      [CONFIG]: configText().replace('threshold: 0.35', 'threshold: 0.35, labels: labels.csv'),
      ...{ 'labels.csv': productionRows, 'score.sh': INVENT_DAYS, 'skill.txt': 'fair\n' },
    });
    for (const { train, evaluate } of ended) {
      expect(train.failure).toBeUndefined();
      expect(evaluate.summary).toContain('700 rows on 28 days');
    }
  });
});

const STRANGERS_TAG = `${MODEL}@v1.0.0`;

describe('registered by a push, by its re-run and by its number', () => {
  let project: Project;
  let restore: () => void;
  beforeAll(async () => {
    project = await startProject({ collaborators: { bob: 'write' } });
    restore = project.box.snapshot();
  });
  afterEach(() => restore());
  afterAll(() => project[Symbol.asyncDispose]());

  async function expectOne(): Promise<void> {
    const releases = project.repository.releases.filter(({ draft }) => !draft);
    expect(releases).toHaveLength(1);
    expect(releases[0]?.tagName).not.toBe(STRANGERS_TAG);
    const events = Object.values(await project.ledger()).filter(({ event }) => event === 'registered');
    expect(events).toHaveLength(1);
  }

  /** A stranger has taken the next number. */
  async function registerPastTag(first: () => Promise<EndedRegister>): Promise<EndedRegister> {
    await run('git', ['-C', project.repository.git.path, 'tag', STRANGERS_TAG, 'main']);
    const ended = await first();
    expect(ended.outputs).toMatchObject({ registered: true });
    expect([...ended.warnings, ...ended.notices].join('\n')).toContain(STRANGERS_TAG);
    return ended;
  }

  it.each(['merge', 'squash', 'rebase'] as const)(
    'a stranger has the next tag, and other bytes lie on the runner, after a merge by %s → one version, one event, one comment',
    async (method) => {
      const pull = await project.propose({ branch: 'first', skill: 'good' });
      await project.evaluate(pull);
      const push = await project.merge(pull, method);
      const files = { 'train.sh.orig': 'left\n', 'data.txt': 'other bytes than git has\n' };
      const pushed = await registerPastTag(() => project.registerPush(push, { files }));
      await project.rerunRegister(pushed);
      const inputs = { 'pull-request': String(pull.number), stage: 'production' };
      await project.registerByHand({ inputs });
      await expectOne();
      expect(project.comments(pull.number)).toHaveLength(1);
    },
  );

  it.each(['workflow_dispatch', 'schedule'] as const)(
    'a stranger has the next tag of a retraining by %s, which is started again → one version, one event',
    async (event) => {
      const skilled = {
        'skill.txt': 'good\n',
        [CONFIG]: configText('    gate-retrain: [{ metric: log_loss, at-most: 9 }]\n'),
      };
      await project.box.pushFiles({ repository: REPOSITORY, files: skilled });
      const ended = await registerPastTag(() => project.retrain({ event }));
      await project.rerunRegister(ended, {});
      await expectOne();
    },
  );
});
