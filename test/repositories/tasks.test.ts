/** One repository of each task that compares rows: a first version, and a pull request against it. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { pythonEnvironment } from '../real/tools.ts';
import { playRepository, type PlayedRepository, type RepositoryRequest } from './play-repository.ts';
import { PYTHON_PACKAGES } from './python-packages.ts';
import { tagsOf } from './shown-facts.ts';

let pythonFolder = '';

beforeAll(async () => {
  pythonFolder = dirname(await pythonEnvironment('repositories', PYTHON_PACKAGES));
});

async function playTask(request: Omit<RepositoryRequest, 'pythonFolder'>): Promise<PlayedRepository> {
  return await playRepository({ ...request, pythonFolder });
}

describe('a first version, and a pull request against it, of a repository', () => {
  it('with ten classes: which are taken for which, and another model that is better in all', async () => {
    const played = await playTask({
      name: 'digits',
      change: { 'train.py': ['C=0.01', 'C=0.1'] },
      second: {
        'train.py': [
          'digits = load_digits()\nmodel = LogisticRegression(C=0.1, max_iter=2000)',
          'from sklearn.ensemble import ExtraTreesClassifier\n\ndigits = load_digits()\nmodel = ExtraTreesClassifier(200, random_state=1)',
        ],
      },
    });
    const [first, second] = [played.commentOf('digits'), played.secondCommentOf('digits')];
    expect(first).toMatch(/`f1_macro` at least 0\.85 \|.*\| 0\.9\d\d .*pass/);
    expect(first).toMatch(/^\| `8` \| .*\| \*\*\d+\*\* \|/m);
    expect(second).toMatch(/`log_loss` better \|.*pass/);
    expect(tagsOf(played)).toEqual(['digits#production#1', 'digits@v1.0.0']);
  });

  it('that ranks: users are the groups, and a gain that so few of them do not show is inconclusive', async () => {
    const played = await playTask({
      name: 'ranking',
      change: { 'train.py': ['alpha=100.0', 'alpha=1.0'] },
      second: { 'train.py': ['"popularity"]', '"popularity", "brand_bought"]'] },
    });
    const [first, second] = [played.commentOf('search'), played.secondCommentOf('search')];
    expect(first).toContain('baseline that predicts a random order of the items of each query');
    expect(first).toContain('2,780 rows of 278 queries on 90 different values of `customer`');
    expect(second).toContain('Left out.** 30 of 278 queries without a relevant item');
    expect(second).toMatch(/`recall@\u200b5` worse by at most 0\.02 \|.*pass/);
    expect(second).toMatch(/`ndcg@\u200b10` better \|.*inconclusive/);
    expect(tagsOf(played)).toEqual(['search#production#1', 'search@v1.0.0']);
  });

  it('that forecasts: days are the groups, and a model with fewer trees is worse than it may be', async () => {
    const played = await playTask({
      name: 'forecast',
      change: {
        'features.py': [
          '"last_week": table["last_week"],',
          '"last_week": table["last_week"],\n        "yesterday": table["yesterday"],',
        ],
      },
      second: { 'train.py': ['n_estimators=60', 'n_estimators=20'] },
    });
    const [first, second] = [played.commentOf('bikes'), played.secondCommentOf('bikes')];
    expect(first).toContain('baseline that predicts the label of one season before');
    expect(first).toMatch(/`mase` better \|.*pass/);
    expect(second).toContain('1,914 rows on 40 days');
    expect(second).toContain('The verdict is about these 2 series');
    expect(second).toMatch(/`pinball` worse by at most 2 % of .* \|.*fail/);
    expect(second).toContain('Champion 1.0.0: verified');
    expect(tagsOf(played)).toEqual(['bikes#production#1', 'bikes@v1.0.0']);
  });

  it('that answers: better on average, and it fails, since it loses cases that the champion passed', async () => {
    const prompt = await readPrompt();
    const played = await playTask({
      name: 'scores',
      change: { 'prompt.json': ['0.7', '0.3'] },
      second: { 'prompt.json': [prompt.tools, prompt.wordier] },
    });
    const [first, second] = [played.commentOf('assistant'), played.secondCommentOf('assistant')];
    expect(first).toContain('160 cases, 800 responses (5 to each)');
    expect(first).toMatch(/^\| rows \| 160, `\w{12}` \(cases and evaluators\) \|$/m);
    expect(second).toContain('4 of 9 cases that the champion passed are lost (cancel-\\* 4)');
    expect(second).toMatch(/`mean:quality` worse by at most 0\.02 \|.*pass/);
    expect(second).toMatch(/^### .* · fail · /m);
    expect(tagsOf(played)).toEqual(['assistant#production#1', 'assistant@v1.0.0']);
  });

  it('that trains three models at once: the best one of those that pass is the one that the comment is about', async () => {
    const played = await playTask({
      name: 'challengers',
      change: { 'train.py': ['n_estimators=200', 'n_estimators=300'] },
    });
    const comment = played.commentOf('tumors');
    expect(comment).toMatch(/^\| 1 \| `forest` \| 0\.1\d\d \|.*pass \|$/m);
    expect(comment).toMatch(/^\| 3 \| `neighbors` \|/m);
    expect(comment).toContain('`forest` is the best of those that pass');
  });

  it('that predicts quantiles: coverage and pinball loss of both models', async () => {
    const played = await playTask({
      name: 'quantiles',
      change: { 'train.py': ['["bmi"]', '["bmi", "bp"]'] },
      second: { 'train.py': ['["bmi", "bp"]', '["bmi", "bp", "s5", "sex", "s1", "s2"]'] },
    });
    const second = played.secondCommentOf('progression');
    expect(played.commentOf('progression')).toContain('baseline that predicts the quantiles of the labels');
    expect(second).toMatch(/`coverage@\u200b0\.8` at least 0\.6 \| 0\.838 \| 0\.824 \|.*pass/);
    expect(second).toMatch(/`pinball` better \| 9\.92 \| 9\.18 \|.*inconclusive/);
    expect(tagsOf(played)).toEqual(['progression#production#1', 'progression@v1.0.0']);
  });
});

/** The words of its tools as they are, and with those of more messages: "order" is in many that are to be canceled. */
async function readPrompt(): Promise<{ readonly tools: string; readonly wordier: string }> {
  const text = await readFile(join(import.meta.dirname, 'scores', 'prompt.json'), 'utf8');
  const tools = text.slice(text.indexOf('"tools"'));
  const wordier = tools
    .replace('"broken"', '"broken", "paid"')
    .replace('"tracking"', '"tracking", "order"')
    .replace('"speak"', '"speak", "third time", "does not understand"');
  return { tools, wordier };
}
