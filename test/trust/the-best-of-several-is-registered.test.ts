/**
 * Several challengers of one run: a merge registers the best of those that pass, and nothing of the others; neither the
 * pull request nor the evidence chooses another one, or among how many the chance of a false pass is shared.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createArtifactUploads } from '../../src/shared/adapters/github/actions/artifact-uploads.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest, sha256 } from '../../src/shared/domain/kernel/digest.ts';
import { evaluationArtifactName } from '../../src/shared/domain/kernel/names.ts';
import {
  configText,
  MODEL,
  startProject,
  type EvaluatedPull,
  type Project,
  type Skill,
} from '../ground/project.ts';
import { withEnvironment } from '../ground/step.ts';

const ONE = configText();
const SEVERAL = ONE.replace(
  'command: bash train.sh,',
  'command: bash train.sh, challengers: [guess, strong, weak],',
);
/** `guess` sees less of the truth than the other two, and leaves a file that they do not. */
const TRAIN = `mkdir -p model
case "$MODEL_STEWARD_CHALLENGER" in
  guess) skill=none; echo guess > model/guess.txt ;;
  weak) skill=good ;;
  *) skill=best ;;
esac
printf '%s\\n' "$skill" > model/skill.txt
cat data.txt >> model/skill.txt
echo '{"rows": 700}' > metrics.json
`;
const SECOND = `${MODEL}@v1.1.0`;

const evaluationOf = async ({ evaluate }: EvaluatedPull): Promise<Evaluation> =>
  JSON.parse(await readFile(String(evaluate.outputs.evaluation), 'utf8')) as Evaluation;

/** A champion, and a pull request that trains three models. */
async function proposeSeveral(project: Project, champion: Skill = 'fair') {
  await project.ship({ branch: champion, skill: champion });
  const pull = await project.propose({
    branch: 'several',
    files: { '.github/model-steward.yml': SEVERAL, 'train.sh': TRAIN },
  });
  return { pull, evaluated: await project.evaluate(pull) };
}

describe('a pull request that trains several models', () => {
  it('three models, of which two pass → the better one is registered, with its files and its evidence alone', async () => {
    await using project = await startProject();
    const { pull, evaluated } = await proposeSeveral(project);
    const evaluation = await evaluationOf(evaluated);
    expect(evaluation.verdict).toBe('pass');
    const { plannedCount, ranked, confidence, metric } = evaluation.challengers!;
    expect({ plannedCount, metric }).toEqual({ plannedCount: 3, metric: 'log_loss' });
    expect(confidence).toBeCloseTo(1 - 0.05 / 3, 12);
    expect(ranked!.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['strong', 'pass'],
      ['weak', 'pass'],
      ['guess', 'fail'],
    ]);
    expect(ranked![0]!.run).toBe(evaluation.run);
    expect(evaluated.evaluate.summary).toContain('**Challengers**');
    expect(evaluated.evaluate.summary).toContain('`strong` is the best of those that pass');
    expect(evaluated.evaluate.summary).toContain('| challenger | `strong`, `');
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toBeUndefined();
    expect(await project.tags()).toContain(SECOND);
    expect(project.asset(SECOND, 'model+skill.txt')).toBe('best\nJanuary\n');
    const names = project.release(SECOND).assets.map(({ name }) => name);
    expect(names.filter((name) => /guess|weak|challengers/.test(name))).toEqual([]);
    const run = JSON.parse(project.asset(SECOND, 'run.json')) as Run;
    expect(run.challenger).toEqual({ name: 'strong', among: ['guess', 'strong', 'weak'] });
    expect(documentDigest(run)).toBe(evaluation.run);
    const document = JSON.parse(project.asset(SECOND, 'model.json')) as ModelVersion;
    expect(document.modelDigest).toBe(evaluation.modelDigest);
    expect(sha256(project.asset(SECOND, 'evaluation.json'))).toBe(documentDigest(evaluation));
  });

  it('an evaluation about another one that passes, too → refused', async () => {
    await using project = await startProject();
    const { pull, evaluated } = await proposeSeveral(project);
    const evaluation = await evaluationOf(evaluated);
    const [, weak] = evaluation.challengers!.ranked!;
    const forged = { ...evaluation, run: weak!.run, modelDigest: weak!.modelDigest };
    await replaceEvaluation(project, evaluated, forged);
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toContain(
      'expected the evaluation that the evidence gives, got another: modelDigest: shown',
    );
    expect(await project.tags()).not.toContain(SECOND);
  });

  it('an evaluation that leaves the others out → refused', async () => {
    await using project = await startProject();
    const { pull, evaluated } = await proposeSeveral(project);
    const { challengers, ...alone } = await evaluationOf(evaluated);
    expect(challengers).toBeDefined();
    await replaceEvaluation(project, evaluated, alone);
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toContain('challengers');
    expect(await project.tags()).not.toContain(SECOND);
  });

  it('the champion is replaced before the merge → the one that was shown is evaluated again', async () => {
    await using project = await startProject();
    await project.ship({ branch: 'fair', skill: 'fair' });
    const { pull, evaluated } = await proposeSeveral(project, 'good');
    const shown = await evaluationOf(evaluated);
    const back = await project.registerByHand({ inputs: { operation: 'rollback', stage: 'production' } });
    expect(back.failure).toBeUndefined();
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toBeUndefined();
    const tag = `${MODEL}@v1.2.0`;
    expect((JSON.parse(project.asset(tag, 'model.json')) as ModelVersion).modelDigest).toBe(
      shown.modelDigest,
    );
    const again = JSON.parse(project.asset(tag, 'evaluation-again.json')) as Evaluation;
    expect(again).toMatchObject({ run: shown.run, champion: { version: '1.0.0' }, verdict: 'pass' });
    expect(again.challengers!.ranked!.map(({ name }) => name)).toEqual(['strong', 'weak', 'guess']);
  });
});

it('the gate is changed before the merge, so that another one would be the best → the one that was shown is refused', async () => {
  await using project = await startProject({ config: SEVERAL });
  await project.ship({ branch: 'first', skill: 'fair' });
  const train = TRAIN.replace('skill=best ;;', 'skill=best; head -c 20000 /dev/zero > model/large.bin ;;');
  const pull = await project.propose({ branch: 'several', files: { 'train.sh': train } });
  const shown = await evaluationOf(await project.evaluate(pull));
  expect(shown.challengers!.ranked!.map(({ name }) => name)).toEqual(['strong', 'weak', 'guess']);
  const small = SEVERAL.replace(
    '    gate:',
    '    gate:\n      - { metric: run:model_size_mb, at-most: 0.01 }',
  );
  const files = { '.github/model-steward.yml': small };
  await project.merge(await project.propose({ branch: 'small', files }));
  const { failure } = await project.registerPush(await project.merge(pull));
  expect(failure).toContain('run:model_size_mb at-most');
  expect(await project.tags()).not.toContain(SECOND);
});

describe('a pull request that trains fewer models than the base plans', () => {
  const HIDING = '    report: verdict-only\n';

  async function evaluateOne(more: string): Promise<Evaluation> {
    await using project = await startProject({ config: SEVERAL + more });
    const files = { '.github/model-steward.yml': ONE + more };
    const evaluated = await project.evaluate(await project.propose({ branch: 'one', skill: 'fair', files }));
    expect(evaluated.evaluate.summary).toContain('train.challengers');
    return await evaluationOf(evaluated);
  }

  const confidenceOf = (rules: Evaluation['rules']): number | undefined =>
    rules.find(({ metric }) => metric === 'log_loss')!.confidence;

  it('one where the base plans three → it has to pass as one of three as well', async () => {
    const { challengers, changes, rules } = await evaluateOne('');
    expect(challengers).toEqual({ plannedCount: 3 });
    expect(changes!.keys.map(({ key }) => key)).toEqual(['train.challengers']);
    expect(confidenceOf(rules)).toBeCloseTo(1 - 0.05 / 3, 12);
    expect(confidenceOf(changes!.head!.rules)).toBeUndefined();
  });

  it('the same where digits are hidden → its own rules are decided as one of three', async () => {
    const { changes, rules } = await evaluateOne(HIDING);
    expect(confidenceOf(rules)).toBeCloseTo(1 - 0.05 / 3, 12);
    expect(confidenceOf(changes!.head!.rules)).toBeCloseTo(1 - 0.05 / 3, 12);
  });
});

/** In the second attempt of its run. */
async function replaceEvaluation(project: Project, { run }: EvaluatedPull, forged: object): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'forged-'));
  await writeFile(join(folder, 'evaluation.json'), canonicalJson(forged));
  const again = await project.box.rerun(run, { permissions: { contents: 'read' } });
  await withEnvironment(again.environment, () =>
    createArtifactUploads().upload(evaluationArtifactName(MODEL, again.attempt), openFiles(folder), [
      'evaluation.json',
    ]),
  );
}
