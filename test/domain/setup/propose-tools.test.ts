/** What is proposed where a tool, a framework or a description says how the training runs and where it writes. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { parseWorkflow } from '../../../src/shared/domain/setup/workflow.ts';
import { surveyOf } from './survey-of.ts';

function propose(files: Readonly<Record<string, string>>) {
  const proposal = proposeSetup(surveyOf(files), { name: 'm', withSketch: false });
  const { models } = parseConfig(proposal.files[CONFIG_PATH] ?? '');
  const steps = parseWorkflow(proposal.files[WORKFLOW_PATH] ?? '', 'w').jobs.train?.steps ?? [];
  return { models, steps: steps.map(({ run, uses }) => run ?? uses ?? '') };
}

const trainOf = (files: Readonly<Record<string, string>>) => {
  const { command, model, metrics } = propose(files).models.m?.train ?? {};
  return { command, model, metrics };
};

const SNAKEFILE = `configfile: "config/config.yaml"
rule all:
    input: "results/metrics.tsv"
rule train:
    input: "data/penguins.csv"
    output:
        "results/{seed}/model.joblib"
    conda: "envs/sklearn.yaml"
    script: "scripts/train.py"
rule evaluate:
    input: model="results/1/model.joblib"
    output: metrics="results/metrics.tsv", table="results/predictions.tsv"
    shell: "python tools/evaluate.py {input} > {output.metrics}"
`;

describe('a workflow tool names its outputs', () => {
  const snakemake = {
    'workflow/Snakefile': SNAKEFILE,
    'workflow/scripts/train.py': '',
    'tools/evaluate.py': '',
    'data/penguins.csv': 'id,bill\n',
  };

  it('Snakemake, in the outputs of its rules', () => {
    const { models, steps } = propose(snakemake);
    expect(models.m).toMatchObject({
      paths: ['tools/evaluate.py', 'workflow/**'],
      data: ['data/**'],
      train: {
        command: 'snakemake --cores all --use-conda',
        model: ['results/*/model.joblib'],
        metrics: 'results/metrics.tsv',
      },
    });
    expect(steps).toContain('pip install snakemake');
  });

  it('and is started as its description says', () => {
    const readme = '```\nsnakemake -n --cores 1\n$ snakemake --cores 1 --configfile config/a.yaml\n```\n';
    expect(trainOf({ ...snakemake, 'README.md': readme }).command).toBe(
      'snakemake --cores 1 --configfile config/a.yaml',
    );
  });

  it('Kedro, in its catalog; and of the data only what git has is an input', () => {
    const { models, steps } = propose({
      'pyproject.toml': '[project]\nname = "x"\n[tool.kedro]\npackage_name = "x"\n',
      'src/x/pipelines/nodes.py': '',
      'conf/base/catalog.yml':
        'rows: { type: pandas.CSVDataset, filepath: data/01_raw/rows.csv }\n' +
        'regressor: { type: pickle.PickleDataset, filepath: data/06_models/regressor.pickle }\n' +
        'lake: { type: x, filepath: "s3://bucket/model.pkl" }\n' +
        'metrics: { type: json.JSONDataset, filepath: data/08_reporting/metrics.json }\n',
      'data/01_raw/rows.csv': 'a,b\n',
      'data/06_models/.gitkeep': '',
    });
    expect(models.m).toMatchObject({
      paths: ['src/**', 'conf/**'],
      data: ['data/01_raw/**'],
      train: {
        command: 'kedro run',
        model: ['data/06_models/regressor.pickle'],
        metrics: 'data/08_reporting/metrics.json',
      },
    });
    expect(steps).toContain('pip install kedro');
  });

  it('Make, where one pattern makes several models, as one model each', () => {
    const { models, steps } = propose({
      Makefile:
        'all: models/ridge.pkl models/lasso.pkl\n\nmodels/%.pkl: src/train.py\n' +
        '\tpython src/train.py --model $* --output $@ --report reports/$*.json\n',
      'src/train.py': 'pickle.dump(m, open(args.output, "wb"))',
      'requirements.txt': '',
    });
    expect(Object.keys(models)).toEqual(['ridge', 'lasso']);
    expect(models.lasso?.train).toEqual({
      command: 'make models/lasso.pkl',
      model: ['models/lasso.pkl'],
      metrics: 'reports/lasso.json',
    });
    expect(steps).toContain('pip install -r requirements.txt');
  });

  it('Make, by the target that trains, in the folder that its recipe enters', () => {
    expect(
      trainOf({
        Makefile: 'help:\n\t@echo help\n\nmodels: rows\n\tcd svc && python src/train.py\n',
        'svc/src/train.py': 'dump(m, "out/m.pkl"); dump(x, "out/metrics.json")',
      }),
    ).toEqual({ command: 'make models', model: ['svc/out/m.pkl'], metrics: 'svc/out/metrics.json' });
  });
});

describe('a framework names its outputs', () => {
  it.each([
    ['', 'lightning_logs/version_0', undefined],
    ['CSVLogger("logs")', 'logs/lightning_logs/version_0', 'logs/lightning_logs/version_0/metrics.csv'],
    ['CSVLogger(save_dir="./out/", name="net")', 'out/net/version_0', 'out/net/version_0/metrics.csv'],
  ])('Lightning with the logger %j', (logger, folder, metrics) => {
    const code = `import lightning as L\ntrainer = L.Trainer(logger=${logger})\nz.writestr("archive/data.pkl", b"")\n`;
    const { model, metrics: found } = trainOf({ 'train.py': code });
    expect({ model, found }).toEqual({ model: [`${folder}/checkpoints/**`], found: metrics });
  });

  it('the Trainer of Hugging Face, by the option of the script that starts it, without checkpoints', () => {
    const files = {
      'run_glue.py':
        'from transformers import Trainer\nt = Trainer(args=training_args)\nt.save_metrics("eval", m)\n',
      'run.sh': '#!/bin/bash\nexport X=1\npython3 run_glue.py \\\n  --output_dir ./out/sst2 \\\n  --seed 1\n',
    };
    expect(trainOf(files)).toEqual({
      command: 'bash run.sh',
      model: ['out/sst2/**', '!out/sst2/checkpoint-*/**'],
      metrics: 'out/sst2/all_results.json',
    });
    expect(propose(files).models.m?.paths).toEqual(['run_glue.py', 'run.sh']);
  });

  it('in the folder that a recipe enters, and from which code outside of it is used', () => {
    const code =
      'from transformers import Trainer, TrainingArguments\nt = Trainer(TrainingArguments(output_dir="out"))\n';
    const expected = ['nlp/out/**', '!nlp/out/checkpoint-*/**'];
    const makefile = 'train:\n\tcd nlp && python train.py\n';
    expect(trainOf({ Makefile: makefile, 'nlp/train.py': code }).model).toEqual(expected);
    const { models } = propose({
      'nlp/train.py': `from common import rows\n${code}open("params.json")`,
      'nlp/params.json': '{}',
      'common/rows.py': '',
    });
    expect(models.m?.train).toMatchObject({ command: 'cd nlp && python train.py', model: expected });
  });

  it('Hydra, which would make a folder with the time', () => {
    const code = '@hydra.main(config_path="conf")\ndef main(cfg):\n  dump(m, join(out, "model.pkl"))';
    expect(trainOf({ 'train.py': code, 'conf/config.yaml': 'a: 1\n' }).command).toBe(
      'python train.py hydra.run.dir=.',
    );
  });
});

describe('settings that decide are among the inputs', () => {
  const hydra = (folder: string): string =>
    `@hydra.main(version_base="1.3", config_path="${folder}", config_name="train.yaml")\ndef main(cfg):\n  pass\n`;
  it.each([
    ['src/train.py', '../configs', 'configs/train.yaml', 'configs/**'],
    ['train.py', 'settings', 'settings/model/net.yaml', 'settings/**'],
    ['app/train.py', './hydra', 'app/hydra/train.yaml', 'app/hydra/**'],
    ['train.py', 'conf', 'conf/config.yaml', 'conf/**'],
    ['pkg/cli/train.py', '../../experiments', 'experiments/a.yaml', 'experiments/**'],
  ])('Hydra in %s composes %s', (script, folder, file, pattern) => {
    const { models } = propose({ [script]: hydra(folder), [file]: 'lr: 0.1\n' });
    expect(models.m?.paths).toContain(pattern);
    expect(models.m?.paths.filter((path) => path === pattern)).toHaveLength(1);
  });

  it('a folder that is not there is none', () => {
    expect(propose({ 'train.py': hydra('conf') }).models.m?.paths).toEqual(['train.py']);
  });

  it.each([['configs/eval.yaml'], ['conf/score.yaml'], ['config/evaluation.toml'], ['src/cfg/results.yml']])(
    '%s holds no metrics',
    (path) => {
      expect(trainOf({ 'train.py': 'dump(m, "model.pkl")', [path]: 'ckpt: a\n' }).metrics).toBeUndefined();
    },
  );
});

describe('pipelines and scripts of R and Julia', () => {
  const functions =
    'fit <- function(rows) saveRDS(lm(y ~ x, rows), "model.rds")\nwrite.csv(m, "metrics.csv")\n';
  it('targets, with the functions of its pipeline', () => {
    const { models, steps } = propose({
      '_targets.R': 'library(targets)\nsource("R/functions.R")\nlist(tar_target(fit, fit_model(rows)))\n',
      'R/functions.R': functions,
      'run.R': 'targets::tar_make()\n',
      'renv.lock': '{}',
    });
    expect(models.m).toMatchObject({
      paths: ['R/functions.R', '_targets.R'],
      train: { command: "Rscript -e 'targets::tar_make()'", model: ['model.rds'], metrics: 'metrics.csv' },
    });
    expect(steps).toContain('r-lib/actions/setup-renv@v2');
  });

  it.each([
    ['run.R', 'Rscript run.R'],
    ['code/fit_model.R', 'Rscript code/fit_model.R'],
    ['pipeline.r', 'Rscript pipeline.r'],
    ['main.jl', 'julia --project=. main.jl'],
    ['src/run_training.jl', 'julia --project=. src/run_training.jl'],
  ])('%s is a training script', (path, command) => {
    expect(trainOf({ [path]: functions }).command).toBe(command);
  });

  it('a script that says that it trains comes first, in any language', () => {
    expect(trainOf({ 'run.R': functions, 'train.jl': 'save("model.jls")' }).command).toBe(
      'julia --project=. train.jl',
    );
  });
});

it('names with blanks and letters of any language are names', () => {
  const code =
    'with open("daten/modell für kündigung.pkl", "wb") as f: pass\nopen("metriken.json", "w")\nprint("see old model.pkl")';
  const proposal = proposeSetup(surveyOf({ 'training starten.py': code }), {
    name: 'Kündigung Modell',
    withSketch: false,
  });
  expect(parseConfig(proposal.files[CONFIG_PATH] ?? '').models).toMatchObject({
    'kundigung-modell': {
      train: {
        command: "python 'training starten.py'",
        model: ['daten/modell für kündigung.pkl'],
        metrics: 'metriken.json',
      },
    },
  });
});

describe('a folder that git does not have', () => {
  const problemsOf = (files: Readonly<Record<string, string>>): readonly string[] =>
    proposeSetup(surveyOf(files), { name: 'm', withSketch: false }).problems.map(({ message }) => message);
  const code = 'pickle.dump(m, open("models/m.pkl", "wb"))\njson.dump(x, open("metrics.json", "w"))';

  it('is found where nothing makes it', () => {
    expect(problemsOf({ 'train.py': code })).toEqual([
      'models/m.pkl is written into models/, which git does not have and no code of the training makes: a run on GitHub cannot write it',
    ]);
  });

  it.each([
    [{ 'train.py': code, 'models/.gitkeep': '' }],
    [{ 'train.py': `import util\n${code}`, 'util.py': 'os.makedirs("models")' }],
    [{ Makefile: 'train:\n\tmkdir -p models\n\tpython train.py\n', 'train.py': code }],
  ])('and not where it is there, or made: %j', (files) => {
    expect(problemsOf(files)).toEqual([]);
  });
});

describe('a script is started as the repository says', () => {
  const code = 'p.add_argument("command")\ndump(m, os.path.join(args.out, "m.pkl"))';

  it.each([
    [
      '```bash\n$ CUDA_VISIBLE_DEVICES=0 python3 src/train.py fit --out runs  # an hour\n```',
      'python src/train.py fit --out runs',
      'runs/m.pkl',
    ],
    [
      '    uv run python src/train.py fit \\\n      --out=runs\n',
      'python src/train.py fit --out=runs',
      'runs/m.pkl',
    ],
    ['`python src/train.py fit`', 'python src/train.py fit', 'm.pkl'],
    [
      '```\npython src/train.py --data <path>\npython src/train.py --data $DATA\n```',
      'python src/train.py',
      'm.pkl',
    ],
    ['python src/train.py is the script.', 'python src/train.py', 'm.pkl'],
  ])('by the description %j', (readme, command, model) => {
    expect(trainOf({ 'src/train.py': code, 'README.md': readme })).toMatchObject({ command, model: [model] });
  });

  it('but by no script of the shell that needs arguments itself', () => {
    const files = { 'src/train.py': code, 'run.sh': 'python src/train.py --seed $1\n' };
    expect(trainOf(files).command).toBe('python src/train.py');
  });

  it('after the scripts that make its data', () => {
    const readme =
      'Run\n\n```\nmake requirements\npython x/rows.py\npython x/train.py\npython x/predict.py\n```\n';
    const { models } = propose({
      'x/rows.py': '',
      'x/predict.py': '',
      'x/config.py':
        'from pathlib import Path\nROOT = Path(__file__).resolve().parents[1]\nMODELS = ROOT / "models"\n',
      'x/train.py': 'from x.config import MODELS\ndef main(path: Path = MODELS / "model.pkl"): pass\n',
      'README.md': readme,
    });
    expect(models.m).toMatchObject({
      paths: ['x/train.py', 'x/rows.py', 'x/config.py'],
      train: { command: 'python x/rows.py && python x/train.py', model: ['models/model.pkl'] },
    });
  });

  it('by npm, with the folder of its options', () => {
    const files = {
      'package.json': '{"scripts":{"train":"node src/train.js --out model"}}',
      'src/train.js':
        "const out = args[args.indexOf('--out') + 1];\nwriteFileSync(path.join(out, 'model.json'), JSON.stringify({ paths: ['weights.bin'] }));\n" +
        "writeFileSync(path.join(out, 'weights.bin'), w);\nwriteFileSync('history.json', h);\n",
    };
    expect(trainOf(files)).toEqual({
      command: 'npm run train',
      model: ['model/model.json', 'model/weights.bin'],
      metrics: 'history.json',
    });
  });

  it.each([
    [
      { 'src/train.jl': 'BSON.@save "model.bson" m', 'Project.toml': '' },
      'julia --project=. src/train.jl',
      'julia-actions/setup-julia@v2',
    ],
    [
      { Makefile: 'train:\n\tgo run ./cmd/train -out model.json\n', 'cmd/train/main.go': '', 'go.mod': '' },
      'make train',
      'actions/setup-go@v6',
    ],
  ])('in Julia and Go too: %#', (files, command, setup) => {
    const { models, steps } = propose(files);
    expect(models.m?.train?.command).toBe(command);
    expect(models.m?.train?.model).toHaveLength(1);
    expect(steps).toContain(setup);
  });
});
