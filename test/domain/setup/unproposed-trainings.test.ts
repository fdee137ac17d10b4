/** A second model beside the one that is proposed: it is asked about, and never left out without a word. */
import { expect, it } from 'vitest';
import { proposeSetup } from '../../../src/shared/domain/setup/propose-setup.ts';
import { surveyOf } from './survey-of.ts';

const TRAINS = 'model.fit(x, y)\njoblib.dump(model, "model.pkl")\nif __name__ == "__main__":\n    main()\n';
const PARTS = 'def train_step(batch):\n    return batch\n';

function asked(files: Readonly<Record<string, string>>): readonly string[] {
  const { questions } = proposeSetup(surveyOf(files), { name: 'all', withSketch: true });
  return questions.flatMap((question) => /^is `(.+)` another model\?/.exec(question)?.[1] ?? []);
}

it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  [
    'a folder beside a Makefile',
    { Makefile: 'train:\n\tpython train.py\n', 'train.py': TRAINS, 'churn/train.py': TRAINS },
    ['churn/train.py'],
  ],
  [
    'a second target',
    {
      Makefile: 'train-churn:\n\tpython churn.py\n\ntrain-price:\n\tpython price.py\n',
      ...{ 'churn.py': TRAINS, 'price.py': TRAINS },
    },
    ['make train-price'],
  ],
  [
    'a second target of the same script',
    {
      Makefile: 'train-churn:\n\tpython train.py churn\n\ntrain-price:\n\tpython train.py price\n',
      'train.py': TRAINS,
    },
    ['make train-price'],
  ],
  [
    'a folder beside a pipeline of DVC',
    {
      'dvc.yaml': 'stages: { train: { cmd: python train.py, outs: [model.pkl] } }',
      ...{ 'train.py': TRAINS, 'nlp/train_bert.py': TRAINS },
    },
    ['nlp/train_bert.py'],
  ],
  ['a script beside a script', { 'train.py': TRAINS, 'train_price.py': TRAINS }, ['train_price.py']],
  [
    'a folder below a script in the root',
    { 'train.py': TRAINS, 'price/train.R': 'fit <- lm(y ~ x)\nsaveRDS(fit, "m.rds")\n' },
    ['price/train.R'],
  ],
])('%s is asked about', (_, files, expected) => {
  expect(asked(files)).toEqual(expected);
});

it.each<[string, Readonly<Record<string, string>>]>([
  [
    'what the target needs',
    {
      Makefile: 'train: train-a train-b\n\ntrain-a:\n\tpython a/train.py\n\ntrain-b:\n\tpython b/train.py\n',
      ...{ 'a/train.py': TRAINS, 'b/train.py': TRAINS },
    },
  ],
  [
    'another way to run it',
    {
      Makefile:
        'train:\n\tpython train.py\n\ntrain-gpu:\n\tpython train.py --gpu\n\ntrain-docker:\n\tdocker run x\n',
      'train.py': TRAINS,
    },
  ],
  ['what it imports', { 'train.py': `import training_loop\n${TRAINS}`, 'training_loop.py': TRAINS }],
  ['what is no program', { 'train.py': TRAINS, 'lib/train_utils.py': PARTS }],
  ['tests and examples', { 'train.py': TRAINS, 'tests/train_test.py': TRAINS, 'examples/train.py': TRAINS }],
  ['models that are proposed', { 'a/train.py': TRAINS, 'b/train.py': TRAINS }],
])('%s is not', (_, files) => {
  expect(asked(files)).toEqual([]);
});

it('a script in the root has no outputs of a folder with a script of the same name', () => {
  const { files } = proposeSetup(
    surveyOf({
      Makefile: 'train:\n\tpython train.py\n',
      'train.py': 'joblib.dump(model, "price.pkl")\njson.dump(m, open("metrics.json", "w"))\n',
      'churn/train.py': 'joblib.dump(model, "churn.pkl")\njson.dump(m, open("scores.json", "w"))\n',
    }),
    { name: 'all', withSketch: false },
  );
  const config = files['.github/model-steward.yml'] ?? '';
  expect(config).toContain('price.pkl');
  expect(config).not.toContain('churn');
});
