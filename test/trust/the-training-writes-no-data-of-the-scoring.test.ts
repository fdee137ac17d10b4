/**
 * Training and scoring share a checkout. Settings and tables that the scoring reads are those that were committed and reviewed, unless
 * they are outputs that the base knows (docs/trust.md#what-a-command-produces-is-a-claim).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';
import { configText, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const TRAIN =
  'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n';
const NAMES = '{"none":"none","fair":"fair","good":"good","best":"best"}\n';
const FILES: Readonly<Record<string, string>> = {
  'score.sh': 'python3 score.py\n',
  'score.py': `import json, os, shutil
from pathlib import Path
import lib.grade as grade
MAPS = Path("maps")
model = Path(os.environ["MODEL_STEWARD_MODEL"])
skill = next(model.rglob("skill.txt")).read_text().split("\\n")[0]
name = json.load(open("conf/names.json"))[grade.name(skill)]
for one in sorted(MAPS.iterdir()):
    name = json.loads(one.read_text())[name]
with open("reports/last.txt", "w") as report:
    report.write(name)
shutil.copy(f"predictions/{name}.csv", os.environ["MODEL_STEWARD_OUT"])
`,
  'conf/names.json': NAMES,
  'lib/__init__.py': '',
  'lib/grade.py': 'def name(skill):\n    return skill\n',
  'maps/a.dat': NAMES,
  'reports/last.txt': 'none\n',
  'notes/log.txt': 'first\n',
};
const CONFIG = '.github/model-steward.yml';

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
  await project.box.pushFiles({ repository: REPOSITORY, files: FILES });
  await project.ship({ branch: 'first', skill: 'good' });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function failureOf(train: string, files: Readonly<Record<string, string>> = {}) {
  const pull = await project.propose({
    ...{ branch: 'other', skill: 'fair', files: { 'train.sh': `${TRAIN}${train}\n`, ...files } },
  });
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: '.github/workflows/pull-request.yml', job: 'train' },
    ...{ event: 'pull_request', pull: pull.number, permissions: { contents: 'read' } },
  });
  return (await project.step('train', run)).failure;
}

/** @param pattern beside the model. */
const withModel = (pattern: string): string =>
  configText().replace('model: model/**', `model: ["model/**", ${pattern}]`);

/** What a pull request that names it is asked about. */
async function takenBy(pattern: string): Promise<readonly string[]> {
  const configs = [configText(), withModel(pattern)].flatMap(
    (text) => parseConfig(text, 'config').models['flight-delays'] ?? [],
  );
  const found = await findReachedFiles(createReachPorts(FILES), {
    ...{ before: 'base', after: 'head', paths: [CONFIG], changed: [CONFIG], configs },
    ...{ linked: [], tables: [], workflows: [], isCheckedOut: true },
  });
  return found.files.flatMap(({ shares = [] }) => shares);
}

describe('the training rewrites', () => {
  it.each([
    ['settings, by a name that it puts together', `c=on; echo '{"fair":"best"}' > "c\${c}f/na""mes.json"`],
    ['settings, by a wildcard', `sed -i 's/"fair":"fair"/"fair":"best"/' */na*.json`],
    [
      'a folder with settings by a link to another',
      `cp -r conf other; echo '{"fair":"best"}' > other/names.json; mv conf was; ln -s other conf`,
    ],
    ['a table that the score command finds in a folder', 'echo "{\\"fair\\":\\"best\\"}" > maps/a.dat'],
    [
      'rows of answers, by a name that the score command puts together',
      'cp predictions/best.csv predictions/fair.csv',
    ],
  ])('%s → it is refused, and the file is named', async (_, train) => {
    expect(await failureOf(train)).toMatch(
      /DATA_MISMATCH: score\.command: expected (?:conf\/names\.json|maps\/a\.dat|predictions\/fair\.csv), which it reads, as it was committed/,
    );
  });

  it('nothing, and removes settings → it is refused', async () => {
    expect(await failureOf('rm conf/names.json')).toContain('expected conf/names.json, which it reads');
  });
});

it.each([['settings once the training has ended', 'conf/names.json', 'echo "{}" >> conf/names.json']])(
  'the score command rewrites %s → it is refused after the scoring',
  async (_, path, code) => {
    expect(await failureOf('true', { 'score.sh': `${FILES['score.sh']}${code}\n` })).toContain(
      `expected ${path}, which it reads, as it was committed`,
    );
  },
);

describe('a pull request names as `train.model`, beside the model,', () => {
  const PYTHON = `python3 - <<'X'
import glob
for path in glob.glob("l?b/g*.py"):
    open(path, "w").write("def name(skill): return 'best'\\n")
X`;
  it('code of the scoring → somebody else has to approve it', async () => {
    const files = { 'train.sh': `${TRAIN}${PYTHON}\n`, 'data.txt': 'May\n' };
    const config = withModel('"l?b/g*.py"');
    const pull = await project.propose({
      ...{ branch: 'taken', skill: 'none', files: { ...files, [CONFIG]: config } },
    });
    await project.evaluate(pull);
    const comment = project.repository.comments.find(({ issue }) => issue === pull.number)?.body;
    expect(comment).toContain(
      `- \`${CONFIG}\` (makes what reaches rows or scores code of the training): \`lib/grade.py\``,
    );
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toMatch(/NOT_PASSED/);
    expect(await project.tags()).toHaveLength(2);
  });

  it.each([
    ['code of the scoring', '"l?b/g*.py"', 'lib/grade.py'],
    ['settings of the scoring', 'conf/*', 'conf/names.json'],
    ['a table in a folder that the scoring lists', 'maps/**', 'maps/a.dat'],
    ['everything', '"**/*"', 'lib/grade.py'],
    ['a module that comes before an installed one', 'json.py', 'json.py'],
    ['modules beside those of the scoring', 'lib/*.py', 'lib/grade.py'],
    ['a package that comes before an installed one', 'numpy/**', 'numpy/**'],
  ])('%s → it is asked about', async (_, pattern, path) => {
    expect(await takenBy(pattern)).toContain(path);
  });

  it.each([
    ['weights at the root', 'weights.bin'],
    ['weights in another folder', '"out/**/*.bin"'],
    ['weights by their number', '"model-*.onnx"'],
    ['a folder inside of the folder of models', 'model/new/**'],
    ['notes that no scoring reads', 'notes/*.txt'],
  ])('%s → nothing is asked', async (_, pattern) => {
    expect(await takenBy(pattern)).toEqual([]);
  });
});

describe('beside that, the training writes', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['the same settings again', `cat conf/names.json > n; cat n > conf/names.json`, {}],
    ['a file that the score command only writes', 'echo trained > reports/last.txt', {}],
    ['a file of another folder', 'echo more >> notes/log.txt', {}],
    [
      'settings that are part of `train.model`',
      `echo '${NAMES.trim()} ' > conf/names.json`,
      { [CONFIG]: withModel('conf/names.json') },
    ],
  ])('%s → it trains', async (_, train, files) => {
    expect(await failureOf(train, files)).toBeUndefined();
  });
});
