/** With `report: verdict-only` no page and no file that the author of a pull request can read has a digit of the evaluation. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { evaluationSchema, type Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import { makeFlights, predictionsText } from '../ground/predictions.ts';
import {
  configText,
  EVALUATE_PERMISSIONS,
  GATE,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import type { EndedStep } from '../ground/step.ts';

const CONFIG = '.github/model-steward.yml';

const HIDING = configText('    report: verdict-only\n    looks: spend\n').replace(
  'metrics: metrics.json',
  'metrics: metrics.json, reference: reference.csv',
);

let project: Project;
beforeEach(async () => {
  project = await startProject({
    config: HIDING,
    collaborators: { carol: 'write' },
  });
});
afterEach(() => project[Symbol.asyncDispose]());

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

const INTERVAL = /[+−]?\d\.\d+ to [+−]?\d\.\d+/;

it('a version passes and is registered → its release has the verdict, and no digit', async () => {
  const pull = await project.propose({ branch: 'first', skill: 'good' });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  const comment = commentOf(pull);
  expect(comment).toContain('**Verdict only.**');
  expect(`${comment}\n${evaluate.summary}`).not.toMatch(INTERVAL);
  expect(comment).toContain('rules, notes and origin as one page');
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended.failure).toBeUndefined();
  expect(ended.outputs).toMatchObject({ version: '1.0.0' });
  const document = JSON.parse(project.asset('flight-delays@v1.0.0', 'evaluation.json')) as object;
  expect(document).toMatchObject({ digits: 'hidden', metrics: [], verdict: 'pass' });
  // Its metrics by day would be the same values again.
  const profile = JSON.parse(project.asset('flight-delays@v1.0.0', 'profile.json')) as object;
  expect(profile).toHaveProperty('columns');
  expect(profile).not.toHaveProperty('performance');
  expect(project.release('flight-delays@v1.0.0').body).not.toMatch(INTERVAL);
  // The next one is compared with it, as any other.
  const next = await project.propose({ branch: 'second', skill: 'none' });
  const second = await project.evaluate(next);
  expect(second.evaluate.outputs).toMatchObject({ verdict: 'fail', champion: 'flight-delays@v1.0.0' });
  expect(`${commentOf(next)}\n${second.evaluate.outputs.reason}`).not.toMatch(INTERVAL);
});

it('a pull request removes the key → it is shown no digits either', async () => {
  const pull = await project.propose({ branch: 'open', skill: 'good', files: { [CONFIG]: configText('') } });
  const { evaluate } = await project.evaluate(pull);
  expect(commentOf(pull)).toContain('`report`');
  expect(`${commentOf(pull)}\n${evaluate.summary}`).not.toMatch(INTERVAL);
});

/** Bounds on either side of the value: their outcomes would say between which two it lies. */
const BOUNDS = [0.01, 0.2, 0.4, 0.6, 0.99];
const RULER = BOUNDS.map((bound) => `\n      - { metric: log_loss, at-most: ${bound} }`).join('');

async function readEvaluation({ outputs }: EndedStep): Promise<Evaluation> {
  return evaluationSchema.parse(JSON.parse(await readFile(String(outputs.evaluation), 'utf8'))) as Evaluation;
}

const outcomesOf = (rules: Evaluation['rules'], kind: string): readonly string[] =>
  rules.filter((rule) => rule.kind === kind).map(({ outcome }) => outcome);

it('a pull request adds rules as a ruler, and removes the plan of looks → one verdict of all of them, as wide as planned', async () => {
  const files = { [CONFIG]: configText('', GATE + RULER) };
  const pull = await project.propose({ branch: 'ruler', skill: 'good', files });
  const { evaluate } = await project.evaluate(pull);
  const { rules, changes } = await readEvaluation(evaluate);
  const own = changes?.head;
  expect(outcomesOf(rules, 'superior-by')).toEqual(['pass']);
  expect(outcomesOf(own?.rules ?? [], 'superior-by')).toEqual(['pass']);
  const widths = own?.rules.flatMap(({ outcome, confidence }) =>
    outcome === 'not-applicable' ? [] : [confidence],
  );
  expect(widths).toEqual(['superior-by', ...BOUNDS].map(() => 0.9975));
  expect(outcomesOf(own?.rules ?? [], 'at-most')).toEqual(BOUNDS.map(() => 'not-shown'));
  expect(own?.verdict).toBe('fail');
  expect(evaluate.outputs).toMatchObject({
    verdict: 'fail',
    reason:
      'by the configuration of the pull request: 5 rules that the base branch does not have: `report: verdict-only` shows only the verdict of all rules together',
  });
  const shown = commentOf(pull).match(/^\| `log_loss` at most .*$/gm) ?? [];
  expect(shown).toHaveLength(BOUNDS.length);
  expect(shown.filter((line) => !line.includes('not shown'))).toEqual([]);
});

it('a pull request renames a column, so that the base cannot evaluate → its own rules are not shown either', async () => {
  const renamed = predictionsText(makeFlights(28, 25), 0.7).replace('p_late', 'p_own');
  const config = configText('', GATE + RULER).replace('score: p_late', 'score: p_own');
  const files = { [CONFIG]: config, 'predictions/good.csv': renamed };
  const pull = await project.propose({ branch: 'renamed', skill: 'good', files });
  const { evaluate } = await project.evaluate(pull);
  const { rules, changes } = await readEvaluation(evaluate);
  expect(changes).toMatchObject({ evaluatedBy: 'head' });
  expect(outcomesOf(rules, 'at-most')).toEqual(BOUNDS.map(() => 'not-shown'));
});

it('its workflow is started on a branch without the key → the default branch decides what is shown', async () => {
  // Started by hand, it counts as a retraining.
  const own = configText(`    gate-retrain:\n      - { metric: log_loss, not-worse-by: 0.001 }${RULER}\n`);
  await project.box.pushFiles({
    repository: REPOSITORY,
    files: { [CONFIG]: HIDING.replace('    looks: spend\n', '') },
  });
  await project.box.pushFiles({
    ...{ repository: REPOSITORY, branch: 'mine', from: 'main', author: 'ann' },
    files: { 'skill.txt': 'good\n', [CONFIG]: own },
  });
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: PULL_WORKFLOW, event: 'workflow_dispatch', headBranch: 'mine' },
    ...{ actor: 'ann', job: 'train', permissions: { contents: 'read' } },
  });
  const { evaluate } = await project.evaluateIn(run);
  expect(evaluate.summary).toContain('**Verdict only.**');
  expect(evaluate.summary).not.toMatch(INTERVAL);
  const { rules, digits } = await readEvaluation(evaluate);
  expect(digits).toBe('hidden');
  expect(outcomesOf(rules, 'at-most')).toEqual(BOUNDS.map(() => 'not-shown'));
});

it.each([
  ['over the same table', (text: string) => text],
  ['over a copy of the table', (text: string) => text.replace('holdout.csv', 'copy.csv')],
])(
  'a pull request adds a model %s, without the key → it is shown no digits, and is registered so',
  async (_, edit) => {
    const [, section = ''] = HIDING.split('models:\n');
    const added = edit(
      section.replace('flight-delays:', 'second:').replace(/ {4}(?:report|looks): .*\n/g, ''),
    );
    const files = { [CONFIG]: HIDING + added, 'copy.csv': predictionsText(makeFlights(28, 25), 0) };
    const pull = await project.propose({ branch: 'second', skill: 'good', files });
    const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull: pull.number };
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, job: 'train', permissions: { contents: 'read' }, ...event },
    });
    const inputs = { model: 'second' };
    await project.step('train', run, { inputs });
    const job = await run.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS });
    const evaluate = await project.step('evaluate', job, { inputs });
    expect(commentOf(pull)).toContain('decided by a model of the base branch that hides the digits');
    expect(`${commentOf(pull)}\n${evaluate.summary}`).not.toMatch(INTERVAL);
    const ended = await project.registerPush(await project.merge(pull), { inputs });
    expect(ended.failure).toBeUndefined();
    expect(JSON.parse(project.asset('second@v1.0.0', 'evaluation.json'))).toMatchObject({ digits: 'hidden' });
  },
);
