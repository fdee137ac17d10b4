/** `npm run init` and `npm run check-repository` in a repository that they may write to, and nowhere else. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { WORKFLOW_PATH } from '../../src/shared/domain/setup/propose-setup.ts';
import { checkRepository, describeFindings } from './check.ts';
import { init } from './init.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function repositoryWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-steward-init-'));
  folders.push(folder);
  await promisify(execFile)('git', ['init', '--quiet'], { cwd: folder });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

async function run(folder: string, answer = true) {
  const shown: string[] = [];
  const asked: number[] = [];
  const result = await init({
    folder,
    write: (line) => void shown.push(line),
    confirm: () => Promise.resolve(asked.push(shown.length) > 0 && answer),
  });
  return { result, shown: shown.join('\n'), asked };
}

interface ProposedWorkflow {
  readonly jobs: { readonly train: { readonly steps: readonly { readonly 'working-directory'?: string }[] } };
}

interface ProposedConfig {
  readonly models: Readonly<Record<string, { readonly 'working-directory'?: string }>>;
}

const SCRIPT = {
  'train.py': 'os.makedirs("out"); joblib.dump(m, "out/churn.joblib"); open("metrics.json")\n',
};

describe('init', () => {
  it('shows every line of every file before it asks, and writes exactly those', async () => {
    const folder = await repositoryWith(SCRIPT);
    const { result, shown, asked } = await run(folder);
    expect(result).toMatchObject({ kind: 'written', paths: [WORKFLOW_PATH, CONFIG_PATH, 'score.py'] });
    expect(asked).toHaveLength(1);
    for (const path of [WORKFLOW_PATH, CONFIG_PATH, 'score.py']) {
      const lines = (await readFile(join(folder, path), 'utf8')).trimEnd().split('\n');
      expect(shown).toContain(lines.map((line) => `  + ${line}`).join('\n'));
    }
  });

  it('leaves a repository that check finds nothing to change in', async () => {
    const folder = await repositoryWith(SCRIPT);
    await run(folder);
    const findings = await checkRepository(folder);
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(describeFindings(findings).at(-1)).toBe('0 errors, 0 warnings.');
    expect((await run(folder)).result).toMatchObject({ kind: 'complete' });
  });

  it.each(['my model', 'v1: old', '#1', "the team's", '[v2]', 'Größe', '- x', 'yes', '@home', '%'])(
    'proposes what finds its folder where that is named %s',
    async (name) => {
      const folder = await repositoryWith({
        [`${name}/train.py`]: 'read("rows.csv"); joblib.dump(m, "m.joblib"); open("metrics.json")\n',
        [`${name}/rows.csv`]: 'x\n1\n',
        [`${name}/requirements.txt`]: 'joblib\n',
        [`${name}/other.py`]: '',
      });
      await run(folder);
      const { jobs } = parse(await readFile(join(folder, WORKFLOW_PATH), 'utf8')) as ProposedWorkflow;
      const folders = jobs.train.steps.flatMap((step) => step['working-directory'] ?? []);
      const text = await readFile(join(folder, CONFIG_PATH), 'utf8');
      const [model] = Object.values((parse(text) as ProposedConfig).models);
      expect([...folders, model?.['working-directory']]).toEqual([name, name]);
      const findings = await checkRepository(folder);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );

  it('takes the folders of a template for repositories for no code', async () => {
    const folder = await repositoryWith({
      '{{ cookiecutter.name }}/train.py': 'joblib.dump(m, "m.joblib")\n',
    });
    await run(folder);
    expect(await readFile(join(folder, WORKFLOW_PATH), 'utf8')).not.toContain('cookiecutter');
  });

  it('writes nothing when the answer is no', async () => {
    const folder = await repositoryWith(SCRIPT);
    expect((await run(folder, false)).result).toEqual({ kind: 'declined' });
    expect((await readdir(folder)).sort()).toEqual(['.git', 'train.py']);
  });

  it('writes over no file, not even over one that git ignores', async () => {
    const folder = await repositoryWith({ ...SCRIPT, '.gitignore': 'score.py\n', 'score.py': 'mine' });
    const { shown } = await run(folder);
    expect(await readFile(join(folder, 'score.py'), 'utf8')).toBe('mine');
    expect(shown).toContain('score.py lies there already, and stays as it is.');
  });

  it('follows no link out of the repository', async () => {
    const folder = await repositoryWith(SCRIPT);
    const elsewhere = await repositoryWith({});
    await symlink(elsewhere, join(folder, '.github'));
    await expect(run(folder)).rejects.toThrow(/\.github/);
    expect(await readdir(elsewhere)).toEqual(['.git']);
  });

  it('says which folder it needs', async () => {
    const folder = await repositoryWith({ 'ml/train.py': '' });
    await expect(run(join(folder, 'ml'))).rejects.toThrow('expected the root of a repository');
    await expect(run(tmpdir())).rejects.toThrow('expected a git repository, got none');
  });
});

describe('the command line', () => {
  it('says how it is used when asked, which is no error', async () => {
    for (const option of ['--help', '-h']) {
      const main = join(import.meta.dirname, 'main.ts');
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, 'init', option]);
      expect(stdout).toContain('usage: npm run try');
      expect(stderr).toBe('');
    }
  });
});

describe('check', () => {
  it('counts the days of the rows that both models will score', async () => {
    const days = Array.from({ length: 5 }, (_, day) => `a${day},1,2026-01-0${day + 1}`);
    const folder = await repositoryWith({
      'score.py': '',
      'holdout.csv': ['id,label,day', ...days].join('\n'),
      [CONFIG_PATH]: `models:
  churn:
    task: binary
    score: { command: python score.py, data: holdout.csv }
    predictions: { id: id, label: label, score: p, time: day }
    gate: [{ metric: roc_auc, at-least: 0.6 }]
`,
    });
    const lines = describeFindings(await checkRepository(folder)).join('\n');
    expect(lines).toContain(
      'fewer than 8 independent groups: every rule will be inconclusive (holdout.csv: 5 rows of 5 groups by day)',
    );
  });

  it('says what is wrong with rows that lie there, below the folder of the model', async () => {
    const folder = await repositoryWith({ 'shop/score.py': '', [CONFIG_PATH]: CONFIG_OF_SHOP });
    await writeFile(
      join(folder, 'shop/holdout.csv'),
      Buffer.from('id;Größe;day\n1;2;2026-01-01\n', 'latin1'),
    );
    const lines = describeFindings(await checkRepository(folder)).join('\n');
    expect(lines).toContain('holdout.csv: expected UTF-8 names in the header, got other bytes');
    expect(lines).toContain('iconv -f cp1252 -t utf-8');
  });
});

const CONFIG_OF_SHOP = `models:
  churn:
    task: regression
    working-directory: shop
    score: { command: python score.py, data: holdout.csv }
    predictions: { id: id, label: Größe, score: p, time: day }
    gate: [{ metric: mae, at-most: 5 }]
`;
