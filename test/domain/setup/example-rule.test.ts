/** The rule and the columns that `init` proposes are those of the files that lie there. */
import { expect, it } from 'vitest';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { exampleRule } from '../../../src/shared/domain/setup/example-rule.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { surveyOf } from './survey-of.ts';

const plain = { task: undefined, isComputed: false };
const fileOf = (text: string, path = 'metrics.json') => ({ path, text });

it.each([
  ['{"weeks": 22, "mae": 40.123}', '{ metric: mae, at-most: 44 }'],
  ['{"f1": 0.5, "auc": 0.81}', '{ metric: auc, at-least: 0.73 }'],
  ['{"test": {"rmse": 3, "r2": 0.9}}', '{ metric: test.r2, at-least: 0.81 }'],
  ['{"val accuracy": 0.9}', '{ metric: "val accuracy", at-least: 0.81 }'],
  ['{"note": "x"}', '{ metric: accuracy, at-least: 0.8 }'],
  ['{"auc": ', '{ metric: accuracy, at-least: 0.8 }'],
])('a rule about what %s has', (text, rule) => expect(exampleRule(fileOf(text), plain)).toBe(rule));

it('names a metric of the task where predictions are scored', () => {
  const decided = { task: 'binary', isComputed: true } as const;
  expect(exampleRule(fileOf('{"mae": 3, "AUC": 0.8}'), decided)).toBe('{ metric: roc_auc, at-least: 0.72 }');
  expect(exampleRule(fileOf('{"mae": 3}'), decided)).toBe('{ metric: accuracy, at-least: 0.8 }');
});

it.each([
  ['from sklearn.linear_model import Ridge\n', '{ metric: r2, at-least: 0.5 }'],
  ['from sklearn.linear_model import LogisticRegression\n', '{ metric: accuracy, at-least: 0.8 }'],
])('without a metrics file, and with nothing to score, is about the task of %j', (code, rule) => {
  const files = {
    'train.py': `${code}import joblib\njoblib.dump(model, "model.joblib")\n`,
    'requirements.txt': 'scikit-learn\n',
  };
  const { files: proposed } = proposeSetup(surveyOf(files), { name: 'm', withSketch: false });
  expect(proposed[CONFIG_PATH]).toContain(`- ${rule}`);
});

const WEEKLY = {
  'package.json': '{"scripts": {"train": "node src/train.mjs"}}',
  'src/train.mjs':
    "const outDir = 'model';\nwriteFileSync(join(outDir, 'level.json'), text);\nwriteFileSync('metrics.json', all);\n",
  'src/score.mjs':
    'const m = process.env.MODEL_STEWARD_MODEL; read(process.env.MODEL_STEWARD_DATA); write(process.env.MODEL_STEWARD_OUT)\n',
  'metrics.json': '{"mae": 40}',
  'data/holdout.csv': '\ufeffKundennummer;KW;Ausfall\r\n1;5;0\r\n',
};

it('a script of npm whose model is any file in the folder model is the training command, with its score script', () => {
  const { files } = proposeSetup(surveyOf(WEEKLY), { name: 'weekly', withSketch: true });
  const config = files[CONFIG_PATH] ?? '';
  expect(config).toContain('command: npm run train');
  expect(config).toContain('model: model/level.json');
  expect(files[WORKFLOW_PATH]).not.toContain('npm run train');
  expect(config).toContain('score: { command: node src/score.mjs, data: data/holdout.csv }');
  expect(config).toContain('predictions: { id: Kundennummer, label: Ausfall, score: score }');
  expect(config).toContain('- { metric: mae, at-most: 44 }');
});
