/**
 * Training and scoring share a checkout. What scores the model is what was committed and reviewed: no script that the training
 * rewrote, and none that it put in the way (docs/trust.md#what-a-command-produces-is-a-claim).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { configText, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const TRAIN =
  'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n';
const BEST = 'cp predictions/best.csv "$MODEL_STEWARD_OUT"';
const FILES: Readonly<Record<string, string>> = {
  'score.sh': `. ./lib.sh
python3 ml/grade.py || true
[ "$skill" != none ] || skill=fair
cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"
`,
  'lib.sh': '. tools/deep.sh\n',
  'tools/deep.sh': 'skill=none\n',
  'ml/grade.py': 'from near import rows\n',
  'ml/near.py': 'rows = 1\n',
  'other.sh': 'true\n',
};

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject();
  await project.box.pushFiles({ repository: REPOSITORY, files: FILES });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

interface Training {
  readonly train: string;
  readonly files?: Readonly<Record<string, string>>;
  /** In the checkout before, of earlier steps. */
  readonly left?: Readonly<Record<string, string>>;
}

async function failureOf({ train, files = {}, left = {} }: Training): Promise<string | undefined> {
  const pull = await project.propose({
    ...{ branch: 'other', skill: 'fair', files: { 'train.sh': `${TRAIN}${train}\n`, ...files } },
  });
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: '.github/workflows/pull-request.yml', job: 'train' },
    ...{ event: 'pull_request', pull: pull.number, permissions: { contents: 'read' } },
  });
  return (await project.step('train', run, { files: left })).failure;
}

describe('the training writes', () => {
  it.each([
    ['a script that the score command sources', `echo '${BEST}; exit' > lib.sh`, 'lib.sh'],
    ['a script that such a script sources', 'echo "skill=best" > tools/deep.sh', 'tools/deep.sh'],
    ['a program that it runs', 'echo "rows = 2" >> ml/grade.py', 'ml/grade.py'],
    ['a module that such a program imports', 'echo "rows = 2" > ml/near.py', 'ml/near.py'],
    ['a link to another script in the place of one', 'ln -sf ../other.sh tools/deep.sh', 'tools/deep.sh'],
  ])('%s → it is refused, and the file is named', async (_, train, path) => {
    expect(await failureOf({ train })).toContain(
      `DATA_MISMATCH: score.command: expected ${path} as it was committed, got a file that the training`,
    );
  });

  it('nothing, and removes a script that the score command sources → it is refused', async () => {
    expect(await failureOf({ train: 'rm tools/deep.sh' })).toContain(
      'expected tools/deep.sh as it was committed',
    );
  });

  it.each([
    ['a module that comes before an installed one', 'echo 1 > ml/json.py', 'ml/json.py'],
    [
      'a package that comes before a module',
      'mkdir ml/near && echo 1 > ml/near/__init__.py',
      'ml/near/__init__.py',
    ],
    ['a module that Python loads at its start', 'echo 1 > sitecustomize.py', 'sitecustomize.py'],
    ['a module that is compiled', 'echo 1 > ml/near.so', 'ml/near.so'],
  ])('%s → it is refused, and the file is named', async (_, train, path) => {
    expect(await failureOf({ train })).toContain(
      `score.command: expected the files that were committed, got ${path}, which the training has written`,
    );
  });

  it('a module over one that an earlier step has left → it is refused', async () => {
    const left = { 'ml/version.py': 'version = 1\n' };
    expect(await failureOf({ train: 'echo 2 > ml/version.py', left })).toContain('got ml/version.py, which');
  });
});

describe('beside that, the training writes', () => {
  it.each<[string, Training]>([
    ['a script that the score command does not reach', { train: 'echo more >> other.sh' }],
    [
      'the version of a package',
      {
        train: 'echo "version = 1" > ml/own/_version.py',
        files: {
          'ml/grade.py': 'from own import a\n',
          'ml/own/__init__.py': 'from ._version import version\n',
        },
      },
    ],
    ['a link to its newest folder', { train: 'mkdir -p runs/1 && ln -s runs/1 latest' }],
    ['a module in another folder', { train: 'mkdir -p out && echo 1 > out/json.py' }],
    [
      'nothing, where a step has left a module',
      { train: 'true', left: { 'ml/version.py': 'version = 1\n' } },
    ],
    [
      'a module into the folder of the model',
      { train: 'echo 1 > model/net.py', files: { 'ml/grade.py': 'import net\n' } },
    ],
  ])('%s → it trains', async (_, training) => {
    expect(await failureOf(training)).toBeUndefined();
  });
});

it('the model of one challenger rewrites a script when it is loaded → it is refused before the next one is scored', async () => {
  const config = configText().replace('train: {', 'train: { challengers: [small, large],');
  const files = {
    '.github/model-steward.yml': config,
    'ml/grade.py': 'open("tools/deep.sh", "a").write("skill=best\\n")\n',
  };
  expect(await failureOf({ train: 'true', files })).toContain('expected tools/deep.sh as it was committed');
});
