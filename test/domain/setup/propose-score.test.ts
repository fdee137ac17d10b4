/** Which task, which score command and which rows are proposed for what lies in a repository. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { proposeSetup } from '../../../src/shared/domain/setup/propose-setup.ts';
import { surveyOf, type Lying } from './survey-of.ts';

type Texts = Readonly<Record<string, string>>;

const SAVES = '\njoblib.dump(m, "model.pkl")\n';

function proposeFor(files: Texts, lying: Lying = {}) {
  const proposal = proposeSetup(surveyOf(files, lying), { name: 'rent', withSketch: true });
  const text = proposal.files[CONFIG_PATH] ?? '';
  const uncommented = text.replaceAll(/^# (?= {4})/gm, '').replaceAll(/^#.*\n/gm, '');
  return {
    ...proposal,
    /** As it is proposed. */
    model: parseConfig(text).models.rent,
    /** As it is when a person has taken everything out of its comments. */
    completed: parseConfig(uncommented).models.rent,
  };
}

const taskOf = (code: string, files: Texts = {}) =>
  proposeFor({ 'train.py': code + SAVES, ...files }).completed?.task;

describe('the task', () => {
  it.each<[string, string]>([
    ['m = RandomForestRegressor()', 'regression'],
    ['m = LinearRegression()', 'regression'],
    ['m = xgb.train({"objective": "reg:squarederror"}, d)', 'regression'],
    ['m = lgb.train({"objective": "regression"}, d)', 'regression'],
    ['m = Ridge().fit(x, y)', 'regression'],
    ['print("rmse", rmse)', 'regression'],
    ['scores = {"r2": r2_score(y, p), "mae": mean_absolute_error(y, p)}', 'regression'],
    ['loss = nn.MSELoss()', 'regression'],
    ['m = LogisticRegression()', 'binary'],
    ['m = GradientBoostingClassifier()\nauc = roc_auc_score(y, m.predict_proba(x)[:, 1])', 'binary'],
    ['loss = nn.BCEWithLogitsLoss()', 'binary'],
    ['m = xgb.train({"objective": "binary:logistic"}, d)', 'binary'],
    ['m = RandomForestClassifier()\nf1_score(y, p, average="macro")', 'multiclass'],
    ['m = xgb.train({"objective": "multi:softprob", "num_class": 4}, d)', 'multiclass'],
    ['x, y = load_iris(return_X_y=True)\nm = DecisionTreeClassifier()', 'multiclass'],
    ['loss = nn.CrossEntropyLoss()', 'multiclass'],
    // A study that compares: the more frequent words decide.
    ['accuracy_score(y, p)\nm = Lasso()\nmean_squared_error(y, p)\nr2_score(y, p)', 'regression'],
  ])('of %j is %s', (code, task) => {
    expect(taskOf(code)).toBe(task);
  });

  it.each<[string, Texts, string]>([
    ['metrics of an earlier training', { 'metrics.json': '{"test": {"rmse": 3.1}}' }, 'regression'],
    ['other metrics of an earlier training', { 'metrics.json': '{"auc": 0.9, "loss": 1}' }, 'binary'],
    ['prices', { 'data/all.csv': 'id,cost\na,1.5\nb,20.25\nc,3\n' }, 'regression'],
    [
      'many amounts',
      {
        'data/all.csv': `id;cost\n${Array.from({ length: 30 }, (_, row) => `${row};${row * 7}`).join('\n')}`,
      },
      'regression',
    ],
    ['two values', { 'data/all.csv': 'id,cost\na,1\nb,0\nc,1\n' }, 'binary'],
    ['few names', { 'data/all.csv': 'id,cost\na,low\nb,high\nc,none\n' }, 'multiclass'],
  ])('is read off %s, where the code says nothing', (_, files, task) => {
    const { found, completed } = proposeFor({
      'train.py': `m = fit(rows)\ny = rows["cost"]${SAVES}`,
      ...files,
    });
    expect(completed?.task).toBe(task);
    expect(found.join('\n')).toMatch(
      new RegExp(`the task: ${task} \\(by .*(metrics\\.json|data/all\\.csv)\\)`),
    );
  });

  it('that nothing says is marked as such', () => {
    expect(proposeFor({ 'train.py': SAVES }).found.join('\n')).toContain('nothing says it; correct `task`');
  });

  it('has a rule of its own as an example, which it can name', () => {
    const { completed } = proposeFor({ 'train.py': `m = SVR()${SAVES}` });
    expect(completed?.gate).toEqual([{ metric: 'r2', 'at-least': 0.5 }]);
  });

  it('and the target are in the sketch', () => {
    const { files } = proposeFor({ 'train.py': `y = houses["price"]\nm = LinearRegression()${SAVES}` });
    expect(files['score.py']).toContain('rows.drop(columns=["id", "price"])');
    expect(files['score.py']).toContain('model.predict(features)  # yours: the predicted number');
    expect(files['score.py']).toContain('rows[["id", "price", "score"]]');
  });
});

const TRAIN = { 'train.py': `y = rows["late"]\nm = LogisticRegression()${SAVES}` };
const OWN =
  'm = load(os.environ["MODEL_STEWARD_MODEL"]); r = read(os.environ["MODEL_STEWARD_DATA"])\nr[["flight", "flight_id", "late", "p_late"]].to_csv(os.environ["MODEL_STEWARD_OUT"])';
const OPTIONS = `
parser.add_argument("--model"); parser.add_argument("-i", "--input"); parser.add_argument("--out")
rows[["id", "date", "late", "probability"]].to_csv(args.out)`;

describe('a score script that lies there', () => {
  it('and reads what Model Steward gives is used as it is, with its columns', () => {
    const { model, files, questions } = proposeFor({ ...TRAIN, 'score.py': OWN, 'data/holdout.csv': '' });
    expect(model).toMatchObject({
      task: 'binary',
      paths: ['train.py', 'score.py'],
      score: { command: 'python score.py', data: 'data/holdout.csv' },
      predictions: { id: 'flight_id', label: 'late', score: 'p_late' },
    });
    expect(Object.keys(files)).not.toContain('score.py');
    expect(questions.join('\n')).not.toContain('score.py');
  });

  it.each([
    [
      'options',
      OPTIONS,
      ' --model "$MODEL_STEWARD_MODEL/model.pkl" --input "$MODEL_STEWARD_DATA" --out "$MODEL_STEWARD_OUT"',
    ],
    [
      'positions',
      'rows = pd.read_csv(sys.argv[2])\nm = joblib.load(sys.argv[1])\nrows[["id", "date", "late", "pred"]].to_csv(sys.argv[3])',
      ' "$MODEL_STEWARD_MODEL/model.pkl" "$MODEL_STEWARD_DATA" "$MODEL_STEWARD_OUT"',
    ],
    [
      'positions in variables',
      'model_path = sys.argv[1]\ncsv = sys.argv[2]\noutput = sys.argv[3]\nrows[["id", "date", "late", "pred"]].to_csv(output)',
      ' "$MODEL_STEWARD_MODEL/model.pkl" "$MODEL_STEWARD_DATA" "$MODEL_STEWARD_OUT"',
    ],
  ])('and takes %s is given them', (_, code, given) => {
    const { model } = proposeFor({ ...TRAIN, 'src/predict.py': code, 'data/test.csv': '' });
    expect(model?.score).toMatchObject({ command: `python src/predict.py${given}`, data: 'data/test.csv' });
    expect(model?.predictions).toMatchObject({ id: 'id', label: 'late', time: 'date' });
    expect(model?.paths).toContain('src/**');
  });

  it('and cannot be used yet stays in a comment, which says what to adapt', () => {
    const { model, completed, questions, files } = proposeFor({
      ...TRAIN,
      'evaluate.py': 'print(accuracy_score(y, p))',
      'data/valid.parquet': '',
    });
    expect(model?.score).toBeUndefined();
    expect(completed?.score).toMatchObject({ command: 'python evaluate.py', data: 'data/valid.parquet' });
    expect(questions.join('\n')).toContain('does evaluate.py write one prediction a row?');
    expect(Object.keys(files)).not.toContain('score.py');
  });

  it('counts before one that only evaluates, and one of tests counts for nothing', () => {
    const files = { ...TRAIN, 'evaluate.py': '', 'predict.py': '', 'tests/score_test.py': '' };
    expect(proposeFor(files).completed?.score?.command).toBe('python predict.py');
    expect(proposeFor({ ...TRAIN, 'tests/score_test.py': '' }).completed?.score?.command).toBe(
      'python score.py',
    );
  });

  it('of R or JavaScript is used too, in the environment of the training', () => {
    const node = {
      'train.js': 'fs.writeFileSync("model.onnx", m)',
      'score.js': OWN.replace('"flight", ', ''),
      'holdout.csv': '',
    };
    expect(proposeFor(node).model?.score?.command).toBe('node score.js');
    const uv = { ...TRAIN, 'uv.lock': '', 'score.py': OWN, 'holdout.csv': '' };
    expect(proposeFor(uv).model?.score?.command).toBe('uv run python score.py');
  });
});

describe('held-out rows', () => {
  it.each<[string, Texts, Lying, string]>([
    ['called so', { 'data/holdout.csv': '', 'data/test.csv': '' }, {}, 'data/holdout.csv'],
    ['of a test', { 'data/train.csv': '', 'data/x_test.parquet': '' }, {}, 'data/x_test.parquet'],
    ['in a folder', { 'data/test/rows.csv': '', 'data/train/rows.csv': '' }, {}, 'data/test/rows.csv'],
    ['that the code names', { 'a/test.csv': '', 'b/test.csv': '' }, {}, 'b/test.csv'],
    ['of a validation', { 'val.csv': '' }, {}, 'val.csv'],
    ['that git ignores', {}, { ignored: ['data/test.csv'] }, 'data/test.csv'],
  ])('%s are found', (_, files, lying, path) => {
    const train = `${TRAIN['train.py']}\nevaluate(pd.read_csv("b/test.csv"))\n`;
    expect(proposeFor({ 'train.py': train, ...files }, lying).completed?.score?.data).toBe(path);
  });

  describe('without the label', () => {
    const code = `y = rows["Survived"]\nm = RandomForestClassifier()\nrows = pd.read_csv("input/train.csv")\nto_answer = pd.read_csv("input/test.csv")${SAVES}`;
    const competition = {
      'train.py': code,
      'input/train.csv': 'PassengerId,Survived,Age\n1,0,22\n',
      'input/test.csv': 'PassengerId,Age\n892,34\n',
    };

    it('are those of a competition, and hold nothing out: the question says why', () => {
      const { completed, questions } = proposeFor(competition);
      expect(completed?.score?.data).toBe('data/holdout.csv');
      expect(completed?.predictions).toMatchObject({ id: 'PassengerId', label: 'Survived' });
      expect(questions.join('\n')).toContain(
        'input/test.csv has no column Survived, so it cannot be that. Put them into data/holdout.csv',
      );
    });

    it('are passed over for others that have it', () => {
      const { completed, questions } = proposeFor({
        ...competition,
        'input/valid.csv': 'PassengerId,Survived,Age\n1,0,22\n',
      });
      expect(completed?.score?.data).toBe('input/valid.csv');
      expect(questions.join('\n')).not.toContain('has no column');
    });

    it('are taken where no table has a column of the name that the code seems to call so', () => {
      const { completed } = proposeFor({ ...competition, 'input/train.csv': 'PassengerId,Age\n1,22\n' });
      expect(completed?.score?.data).toBe('input/test.csv');
    });
  });

  it.each(['data/latest.csv', 'data/contest.csv', 'tests/fixtures/test.csv', 'out/test_predictions.csv'])(
    'are not %s: what they are is asked',
    (path) => {
      const { completed, questions } = proposeFor({ ...TRAIN, [path]: '' });
      expect(completed?.score?.data).toBe('data/holdout.csv');
      expect(questions.join('\n')).toContain('which rows does no training see?');
    },
  );
});
