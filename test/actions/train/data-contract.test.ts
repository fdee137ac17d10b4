/** Tables that are not what the data contract states end a training before it begins; those that are stand in run.json. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { contractSchema } from '../../../src/shared/domain/config/contract-section.ts';
import { readContractRules } from '../../../src/shared/domain/contract/contract-rules.ts';
import {
  openArtifact,
  PROJECT,
  registerTrained,
  startGround,
  startPullRun,
  train,
  type Ended,
  type Ground,
  type TrainOptions,
} from '../../ground/training.ts';

const CONFIG = '.github/model-steward.yml';
const TRAINING = PROJECT['data/train.csv']!;
const HOLDOUT = PROJECT['data/holdout.csv']!;

let ground: Ground;
beforeEach(async () => {
  ground = await startGround();
});
afterEach(() => ground[Symbol.asyncDispose]());

/** A pull request with the contract, as one line of YAML, and files. */
async function trainWith(
  contract: string,
  files: Readonly<Record<string, string>> = {},
  options: TrainOptions = {},
): Promise<Ended & { readonly job: Awaited<ReturnType<typeof startPullRun>> }> {
  const job = await startPullRun(ground, {
    [CONFIG]: `${PROJECT[CONFIG]}    contract: ${contract}\n`,
    ...files,
  });
  return { job, ...(await train(ground, job, options)) };
}

describe('a table of the training', () => {
  it('that breaks a rule ends it before the command runs, with place, expectation and finding', async () => {
    const { errors, printed, artifacts } = await trainWith(
      '{ tables: data/train.csv, columns: { distance: { max: 1000 }, fare: {} } }',
      { 'data/train.csv': TRAINING.replace(',0,37\n', ',0,3700\n') },
    );
    expect(errors).toEqual([
      expect.stringContaining(
        'data/train.csv: expected what the data contract states, got distance: the contract states at most 1000: 1 of 200 rows (0.50 %) break this, and none may; fare: the contract states a column of this name, and there is none',
      ),
    ]);
    expect(errors[0]).toContain('CONTRACT_BROKEN');
    expect(errors[0]).toContain('correct the rows where the data are made');
    expect(printed).not.toContain('trained');
    // What `evaluate` says of this push.
    expect(artifacts.map(({ name }) => name)).toEqual(['model-steward-late-1.failure']);
  });

  it('has to be there', async () => {
    const { errors } = await trainWith('{ tables: data/other.csv, columns: { distance: {} } }');
    expect(errors[0]).toContain(
      'contract.tables: expected a table at data/other.csv before the training, got no file',
    );
  });

  it('that keeps all is recorded with the rules, and the summary says so', async () => {
    const contract =
      '{ tables: data/train.csv, columns: { distance: { type: integer }, p_late: { max: 1 } } }';
    const { job, summary } = await trainWith(contract);
    const { run } = await openArtifact(ground, job);
    const rules = readContractRules(
      contractSchema.parse({ columns: { distance: { type: 'integer' }, p_late: { max: 1 } } }),
    );
    // The score column is absent everywhere, so two rules are checked of each table.
    const counts = { ruleCount: 2, brokenRuleCount: 0 };
    expect(run.contract).toEqual({
      sha256: documentDigest(rules),
      tables: [
        { path: 'data/train.csv', sha256: sha256(TRAINING), ...counts },
        { path: 'data/holdout.csv', sha256: sha256(HOLDOUT), ...counts },
      ],
    });
    expect(summary).toContain('- `data/train.csv`: 2 of 2 rules pass');
  });

  it('that breaks a rule of severity warning is used, and the summary says so', async () => {
    const { errors, summary, job } = await trainWith(
      '{ columns: { distance: { max: 900, severity: warning } }, rows: { at-least: 100000 } }',
    );
    expect(errors).toEqual([]);
    expect(summary).toContain('Data contract, data/holdout.csv: distance: the contract states at most 900');
    const { run } = await openArtifact(ground, job);
    expect(run.contract?.tables).toMatchObject([
      { path: 'data/holdout.csv', ruleCount: 2, brokenRuleCount: 1 },
    ]);
  });
});

describe('the rows to score', () => {
  const contract = '{ columns: { distance: { max: 999 } } }';

  it('are checked again when the training, or a step of it, made them', async () => {
    const script = `${PROJECT['train.sh']}\nsed -i 's/,963$/,9630/' data/made.csv\n`;
    const config = PROJECT[CONFIG]!.replace('data: data/holdout.csv', 'data: data/made.csv');
    const job = await startPullRun(ground, {
      [CONFIG]: `${config}    contract: ${contract}\n`,
      'train.sh': script,
      '.gitignore': 'data/made.csv\n',
    });
    const ended = await train(ground, job, { left: { 'data/made.csv': `${HOLDOUT}999,2001-01-01,0,963\n` } });
    expect(ended.printed).toContain('trained');
    expect(ended.errors[0]).toContain('data/made.csv: expected what the data contract states, got distance:');
  });

  it('of production are scored, and the summary says what they break: monitor opens the issue', async () => {
    const first = await trainWith(contract, {}, {});
    await registerTrained(ground, first.job);
    const job = await startPullRun(ground, {
      [CONFIG]: `${PROJECT[CONFIG]}    contract: ${contract}\n`,
    });
    const ended = await train(ground, job, {
      left: { 'today.csv': 'id,date,late,distance\n900,2001-02-01,,4000\n' },
      inputs: { mode: 'score', 'score-data': 'today.csv', 'score-out': 'today-scores.csv' },
    });
    expect(ended.errors).toEqual([]);
    expect(ended.summary).toContain('Data contract, today.csv: distance: the contract states at most 999');
    const { run } = await openArtifact(ground, job);
    expect(run.contract?.tables).toMatchObject([{ path: 'today.csv', ruleCount: 2, brokenRuleCount: 1 }]);
  });

  it('of another file than the contract is about need none of its columns for a key that names none', async () => {
    const { errors } = await trainWith('{ newest: { within: 1 days } }');
    expect(errors).toEqual([]);
  });
});
