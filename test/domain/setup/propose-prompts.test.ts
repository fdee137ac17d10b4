/** What is proposed for a repository whose model is a set of prompts, by the tool that evaluates it. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { parseWorkflow } from '../../../src/shared/domain/setup/workflow.ts';
import { surveyOf, type Lying } from './survey-of.ts';

type Texts = Readonly<Record<string, string>>;

function proposeFor(files: Texts, { withSketch = true, ...lying }: Lying & { withSketch?: boolean } = {}) {
  const proposal = proposeSetup(surveyOf(files, lying), { name: 'shop', withSketch });
  const text = proposal.files[CONFIG_PATH] ?? '';
  const uncommented = text.replaceAll(/^# (?= {4})/gm, '').replaceAll(/^#.*\n/gm, '');
  return {
    ...proposal,
    script: proposal.files['score.sh'] ?? '',
    asked: proposal.questions.join('\n'),
    model: parseConfig(text).models.shop,
    /** As it is when a person has taken everything out of its comments. */
    completed: parseConfig(uncommented).models.shop,
  };
}

const PROMPTS = { 'prompts/system.md': 'You answer for a shop.' };

describe('a repository with promptfoo', () => {
  const CONFIG =
    'prompts: [file://prompts/system.md]\nproviders: [file://assistant.js]\ntests: file://cases.yaml\n';
  const files = { ...PROMPTS, 'promptfooconfig.yaml': CONFIG, 'assistant.js': '', 'cases.yaml': '' };

  it('has its prompts, provider and settings as a version, and its results as rows', () => {
    const { model, script, asked } = proposeFor(files, { withSketch: false });
    expect(model).toMatchObject({
      task: 'scores',
      paths: ['assistant.js', 'promptfooconfig.yaml', 'prompts/**', 'score.sh'],
      train: {
        command: 'rm -rf model && mkdir -p model && cp -R assistant.js promptfooconfig.yaml prompts model/',
        model: ['model/**'],
      },
      score: { command: 'sh score.sh', data: 'cases.yaml', code: 'head' },
      predictions: {
        id: 'case',
        repeat: 'repeat',
        measures: { passed: 'higher', score: 'higher' },
        evaluator: ['evaluator'],
      },
    });
    expect(script).toContain('export PROMPTFOO_FAILED_TEST_EXIT_CODE=0\nnpx --yes promptfoo@0 eval ');
    expect(script).toContain('rm -rf assistant.js promptfooconfig.yaml prompts results.json\n');
    expect(asked).not.toContain('score.sh');
  });

  it('below the root is run there, with the version that is listed', () => {
    const { script, model } = proposeFor({
      'bot/promptfooconfig.yaml': 'prompts: [prompts/a.txt]\nproviders: [openai:gpt-4o]\n',
      'bot/prompts/a.txt': '',
      'package.json': '{"devDependencies": {"promptfoo": "0.123.1"}}',
      'package-lock.json': '{}',
    });
    expect(script).toContain('\ncd bot\n');
    expect(script).toContain('npx --yes promptfoo eval --config promptfooconfig.yaml ');
    expect(model?.train?.command).toContain(
      'mkdir -p model/bot && cp -R bot/promptfooconfig.yaml bot/prompts model/bot/',
    );
  });

  it.each([
    ['prompts', 'prompts: [a, b]\nproviders: [openai:x]', 2],
    ['those of a pattern', 'prompts: prompts/*.md\nproviders: [openai:x, openai:y]', 4],
    ['those of a list', 'prompts: [prompts/*.md]\nproviders: [openai:x]', 2],
  ])('and with several models asks which is in production: %s', (_, config, count) => {
    const texts = { ...PROMPTS, 'prompts/other.md': '', 'promptfooconfig.yaml': config };
    const { asked, model, completed } = proposeFor(texts);
    expect(asked).toContain(`has ${count} pairs of a prompt and a provider`);
    expect(model?.score).toBeUndefined();
    expect(completed).toMatchObject({ task: 'scores', score: { command: 'sh score.sh' } });
    expect(Object.keys(proposeFor(texts, { withSketch: false }).files)).not.toContain('score.sh');
  });
});

const TASK = `from inspect_ai import Task, task
from inspect_ai.dataset import json_dataset
@task
def shop():
    return Task(dataset=json_dataset("cases.jsonl"), scorer=includes())
`;

describe('a repository with a task of Inspect', () => {
  it('reads its log, with the scorer of its code, and asks for the model', () => {
    const { completed, script, asked, files } = proposeFor({
      ...PROMPTS,
      'evals/shop.py': TASK,
      'evals/cases.jsonl': '',
    });
    expect(completed).toMatchObject({
      score: { data: 'evals/cases.jsonl' },
      predictions: { id: 'case', measures: { 'scores.includes': 'higher' }, evaluator: ['evaluator'] },
    });
    expect(script).toContain('inspect eval evals/shop.py@shop ');
    expect(script).toContain('cp "$work"/inspect-logs/*.eval "$MODEL_STEWARD_OUT"');
    expect(files[WORKFLOW_PATH]).toContain('- run: pip install inspect-ai\n');
    expect(asked).toContain('which model answers?');
  });

  it('without files of prompts has the task itself as a version', () => {
    expect(proposeFor({ 'shop.py': TASK }).model?.train?.command).toContain('cp -R shop.py model/');
  });
});

it('a repository with lm-evaluation-harness has the metrics of its samples as measures', () => {
  const row = { doc_id: 0, filter: 'none', doc_hash: 'a', target_hash: 'b', exact_match: 1, f1: 0.5 };
  const { completed, script } = proposeFor({
    ...PROMPTS,
    'eval.sh': 'lm_eval --model hf --tasks shop --log_samples --output_path out',
    'out/hf/samples_shop.jsonl': `${JSON.stringify(row)}\n`,
  });
  expect(completed?.predictions).toMatchObject({
    id: ['doc_id', 'filter'],
    measures: { exact_match: 'higher', f1: 'higher' },
    evaluator: ['doc_hash', 'target_hash'],
  });
  expect(script).toContain('samples_*.jsonl');
});

const RUN = `with open("evals/cases.jsonl") as cases, open("evals/results.jsonl", "w") as out:
    for case in map(json.loads, cases):
        out.write(json.dumps({"case": case["case"], "attempt": 1, "passed": check(case), "latency_ms": ms, "grader": "v2"}))
`;

describe('a repository with a script that evaluates', () => {
  it.each<[string, Texts]>([
    ['the keys that the code writes', {}],
    [
      'the first row that lies there',
      {
        'evals/results.jsonl':
          '{"case": "a", "attempt": 1, "passed": true, "latency_ms": 3.5, "grader": "v2", "response": "x"}\n',
      },
    ],
  ])('has its columns by %s', (_, rows) => {
    const { model, script } = proposeFor({
      ...PROMPTS,
      'evals/run.py': RUN,
      'evals/cases.jsonl': '',
      ...rows,
    });
    expect(model).toMatchObject({
      paths: ['prompts/**', 'score.sh', 'evals/run.py'],
      score: { data: 'evals/cases.jsonl' },
      predictions: {
        id: 'case',
        repeat: 'attempt',
        measures: { passed: 'higher', latency_ms: 'lower' },
        evaluator: ['grader'],
      },
    });
    expect(script).toContain('\npython evals/run.py\ncp "$work"/evals/results.jsonl "$MODEL_STEWARD_OUT"\n');
  });

  it('asks for what is not known, and has no script that would fail', () => {
    const texts = { ...PROMPTS, 'evals/run.py': 'print("done")' };
    const { model, asked } = proposeFor(texts);
    expect(model?.score).toBeUndefined();
    expect(asked).toMatch(/where are the responses\?[\s\S]*which file has the cases\?/);
    expect(Object.keys(proposeFor(texts, { withSketch: false }).files)).toEqual([WORKFLOW_PATH, CONFIG_PATH]);
  });
});

describe('a repository of prompts', () => {
  it('that nothing evaluates says what to add', () => {
    const { found, asked, model, completed } = proposeFor({ 'app/prompts/a.txt': 'Hi', 'app/main.py': '' });
    expect(found.join('\n')).toContain('nothing that evaluates their responses was found');
    expect(asked).toMatch(/how is a response scored\?[\s\S]*which cases\?/);
    expect(model?.train?.command).toBe('rm -rf model && mkdir -p model/app && cp -R app/prompts model/app/');
    expect(completed?.task).toBe('scores');
  });

  it('has the keys of its providers from the secrets, in the step that runs its commands alone', () => {
    const { files } = proposeFor({
      ...PROMPTS,
      'app.py': 'client = OpenAI()\nkey = os.environ["COHERE_API_KEY"]',
    });
    const { jobs } = parseWorkflow(files[WORKFLOW_PATH] ?? '', 'w');
    expect(jobs.train?.steps.at(-1)).toMatchObject({
      uses: expect.stringMatching(/actions\/train@/) as string,
    });
    const all = parse(files[WORKFLOW_PATH] ?? '') as { jobs: Record<string, { steps: { env?: object }[] }> };
    const environments = Object.values(all.jobs).flatMap(({ steps }) =>
      steps.flatMap(({ env }) => env ?? []),
    );
    expect(environments).toEqual([
      { COHERE_API_KEY: '${{ secrets.COHERE_API_KEY }}', OPENAI_API_KEY: '${{ secrets.OPENAI_API_KEY }}' },
    ]);
    expect(all.jobs.train?.steps.at(-1)?.env).toBeDefined();
  });

  it('keeps the folder model that lies there, whether git ignores it or not', () => {
    for (const lying of [{}, { ignored: ['model/weights.bin'] }]) {
      const files = { ...PROMPTS, ...(!('ignored' in lying) && { 'model/weights.bin': '' }) };
      expect(proposeFor(files, lying).model?.train).toMatchObject({
        command: expect.not.stringMatching(/\bmodel\b/) as string,
        model: ['prompt-version/**'],
      });
    }
  });

  it.each<[string, Texts]>([
    ['trains', { 'train.py': 'dump(m, "m.pkl")' }],
    ['has a pipeline', { 'dvc.yaml': 'stages: { a: { cmd: python a.py, outs: [m.pkl] } }' }],
    ['writes a model', { 'main.py': 'joblib.dump(m, "m.pkl")' }],
  ])('that also %s is one that trains', (_, files) => {
    expect(proposeFor({ ...PROMPTS, ...files }).model).not.toHaveProperty('train.model', ['model/**']);
  });
});
