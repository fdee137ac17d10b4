/**
 * Programs find the names of their files in ways without end. What the score command reads is seen, by the access times of the files:
 * who changes one of them changes the evaluation, and does not approve it alone (docs/trust.md#what-the-scoring-reads).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, startProject, type Project } from '../ground/project.ts';

const TRAIN =
  'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n';
/** Each reads files by names that stand nowhere as a whole. */
const READERS: Readonly<Record<string, string>> = {
  'score.sh': `set -e
python3 read.py
node read.mjs
Rscript -e 'd <- paste0("seen_", "r"); for (f in list.files(d, full.names = TRUE)) readLines(f)' || cat seen_r/*
make --silent -f seen_make.mk
awk -F, '{ while ((getline line < $1) > 0) n++ }' seen_names.csv
for f in seen_sh*/*; do while read -r line; do :; done < "$f"; done
xargs cat < seen_names.xargs > /dev/null
p=both; cat "$p"_*/* > /dev/null
cp "predictions/$(python3 pick.py "$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt")").csv" "$MODEL_STEWARD_OUT"
`,
  'pick.py': 'import sys\nfrom lib.grade import name\nprint(name(sys.argv[1]))\n',
  'lib/grade.py': 'def name(skill): return skill\n',
  'train.sh': `${TRAIN}p=both; cat "$p"_*/* > /dev/null\n`,
  'both_read/a.json': '{}',
  'read.py': `import glob, json, mmap, os
from importlib import import_module
from pathlib import Path
place = "".join(["se", "en_"])
for path in glob.glob(f"{place}g*/*.json"): json.load(open(path))
for name in os.listdir(place + "listdir"): open(os.path.join(place + "listdir", name)).read()
for path in sorted(Path(place + "iterdir").iterdir()): path.read_text()
open(f"{place}format/{'a'}.txt").read()
import_module(place + "module" + ".plugin")
with open(place + "mapped/a.bin") as file: mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)[0]
for line in open("seen_names.xml"): open(line.split('"')[1]).read()
`,
  'read.mjs': `import { readdirSync, readFileSync } from 'node:fs';
const place = ['seen', 'node'].join('_');
for (const name of readdirSync(place)) readFileSync(place + '/' + name);
`,
  'seen_make.mk': 'P := seen\nall: $(wildcard $(P)_make/*.in)\n\t@cat $^ > /dev/null\n',
  'seen_names.csv': 'listed/by-table.dat,1\n',
  'seen_names.xml': '<file name="listed/by-xml.dat"/>\n',
  'seen_names.xargs': 'listed/by-arguments.dat\n',
};
const SEEN = [
  'seen_glob/a.json',
  'seen_listdir/a.txt',
  'seen_iterdir/a.txt',
  'seen_format/a.txt',
  'seen_module/plugin.py',
  'seen_mapped/a.bin',
  'seen_node/a.json',
  'seen_r/a.txt',
  'seen_make/a.in',
  'seen_shell/a.txt',
  'listed/by-table.dat',
  'listed/by-xml.dat',
  'listed/by-arguments.dat',
];
const UNSEEN = ['README.md', 'listed/by-nothing.dat', 'seen_format/b.txt', 'seen_names/b.txt'];
const FILES = Object.fromEntries(
  [...SEEN, ...UNSEEN].map((path) => [path, path.endsWith('.json') ? '{}' : '\n']),
);

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
  await project.box.pushFiles({ repository: REPOSITORY, files: { ...READERS, ...FILES } });
  await project.ship({ branch: 'first', skill: 'fair' });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

const changed = (path: string): string => (path.endsWith('.json') ? '{"a":1}' : 'a = 1\n');
const changedAll = (paths: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(paths.map((path) => [path, changed(path)]));

/** What is said of a pull request that makes a better model, and changes more. */
async function reportOf(files: Readonly<Record<string, string | null>>): Promise<string> {
  const { train, evaluate } = await project.evaluate(
    await project.propose({ branch: 'better', skill: 'best', files }),
  );
  expect(train.failure).toBeUndefined();
  return evaluate.summary;
}

const ASKED = 'changes about its own evaluation';

describe('a pull request changes, beside the model,', () => {
  // A comment has twelve lines of them at most.
  const halves = [SEEN.slice(0, 7), SEEN.slice(7)];
  const [reports, unasked]: [string[], string[]] = [[], []];
  beforeAll(async () => {
    for (const half of halves) {
      reports.push(await reportOf(changedAll(half)));
      restore();
    }
    unasked.push(await reportOf(changedAll(UNSEEN)));
    restore();
  });

  it.each([
    ['a JSON file by a pattern', 'seen_glob/a.json'],
    ['a file of a folder that Python lists', 'seen_listdir/a.txt'],
    ['a file of a folder that a path iterates', 'seen_iterdir/a.txt'],
    ['a file by a name that is put together', 'seen_format/a.txt'],
    ['a module that is loaded by a name that is put together', 'seen_module/plugin.py'],
    ['a file that is mapped into memory', 'seen_mapped/a.bin'],
    ['a file of a folder that Node.js lists', 'seen_node/a.json'],
    ['a file of a folder that R lists', 'seen_r/a.txt'],
    ['a file that make finds', 'seen_make/a.in'],
    ['a file of a loop of the shell', 'seen_shell/a.txt'],
    ['a file that a table names', 'listed/by-table.dat'],
    ['a file that XML names', 'listed/by-xml.dat'],
    ['a file that a list of arguments names', 'listed/by-arguments.dat'],
  ])('%s → somebody else has to approve it', (_, path) => {
    expect(reports.join('')).toContain(`- \`${path}\` (read by the score command)`);
  });

  it.each([
    ['a text for people', 'README.md'],
    ['a file beside those that are read', 'listed/by-nothing.dat'],
    ['a file beside one that is read by its name', 'seen_format/b.txt'],
    ['a file of a folder that is only listed', 'seen_names/b.txt'],
  ])('%s → nothing is asked', (_, path) => {
    expect(unasked.join('')).toMatch(new RegExp(`neither, as far as can be seen \\|.*\`${path}\``));
    expect(unasked.join('')).not.toContain(ASKED);
    expect(unasked.join('')).toContain('In this run it was seen which files the score command read.');
  });

  it('nothing but its data → nothing is asked', async () => {
    expect(await reportOf({ 'data.txt': 'May\n' })).not.toContain(ASKED);
  });

  it('what the training reads too → nothing is asked, and it is named', async () => {
    const report = await reportOf({ 'both_read/a.json': '{"a":1}', 'both_read/new.json': '{}' });
    expect(report).not.toContain(ASKED);
    expect(report).toContain('in common: `both_read/a.json`, `both_read/new.json`.');
  });
});

it('a pull request adds a file, and removes one, in a folder that the score command lists → somebody else has to approve both', async () => {
  const report = await reportOf({
    'seen_listdir/b.txt': '\n',
    'seen_node/a.json': null,
    'seen_node/b.json': '{}',
  });
  expect(report).toContain('- `seen_listdir/b.txt` (read by the score command)');
  expect(report).toContain('- `seen_node/a.json` (read by the score command)');
});

it('its training reads what the scoring reads, so that it would be code of the model → somebody else has to approve it', async () => {
  const files = {
    'train.sh': `${TRAIN}cat se*/*\n`,
    'seen_iterdir/a.txt': 'a\n',
    'seen_iterdir/b.txt': 'a\n',
  };
  const report = await reportOf(files);
  expect(report).toContain('- `seen_iterdir/a.txt` (read by the score command)');
  expect(report).toContain('- `seen_iterdir/b.txt` (read by the score command)');
});

it('it is merged without that approval → no version is registered', async () => {
  const pull = await project.propose({ branch: 'better', skill: 'best', files: { 'seen_r/a.txt': 'a\n' } });
  await project.evaluate(pull);
  const { failure } = await project.registerPush(await project.merge(pull));
  expect(failure).toMatch(/NOT_PASSED.*seen_r\/a\.txt \(read by the score command\)/s);
});

it('such a file is merged in a pull request that trains nothing → the next one is asked about it', async () => {
  const pull = await project.propose({ branch: 'other', files: { 'seen_make/a.in': 'a\n' } });
  const { train } = await project.evaluate(pull);
  expect(train.outputs).toMatchObject({ unaffected: true });
  await project.merge(pull);
  const report = await reportOf({});
  expect(report).toContain('`seen_make/a.in` (read by the score command)');
});

it('such a file is merged after the evaluation → the evidence is stale', async () => {
  const pull = await project.propose({ branch: 'better', skill: 'best' });
  await project.evaluate(pull);
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'listed/by-xml.dat': 'a\n' } });
  const { failure } = await project.registerPush(await project.merge(pull));
  expect(failure).toMatch(/EVIDENCE_STALE.*listed\/by-xml\.dat: changed/s);
});

it('the training rewrites such a file → it is refused after the scoring, and the file is named', async () => {
  const { train } = await project.evaluate(
    await project.propose({
      ...{ branch: 'better', skill: 'best' },
      files: { 'train.sh': `${TRAIN}for f in se*/by-t* li*/by-t*; do echo 1 > $f; done\n` },
    }),
  );
  expect(train.failure).toContain(
    'DATA_MISMATCH: score.command: expected listed/by-table.dat, which it reads, as it was committed',
  );
});

it('the score command copies the checkout, and a pull request changes a text for people → nothing is asked, and it is said that reads were not seen', async () => {
  const script = (READERS['score.sh'] ?? '').replace(
    'set -e\n',
    'set -e\ntar -cf /dev/stdout . | cat > /dev/null\n',
  );
  await project.box.pushFiles({
    repository: REPOSITORY,
    files: { 'score.sh': script, 'pkg/__init__.py': '' },
  });
  const { train, evaluate } = await project.evaluate(
    await project.propose({
      branch: 'better',
      skill: 'best',
      files: { 'README.md': 'b\n', 'seen_r/a.txt': 'b\n' },
    }),
  );
  expect(train.summary).toContain('The score command reads every file of the commit');
  expect(evaluate.summary).not.toContain('`README.md` (read by the score command)');
});

it('the training of the version reads every file, as `git status` does, and a pull request changes what only the scoring uses → it is asked about, for nothing is in common', async () => {
  const train = TRAIN.replace('mkdir', 'tar -cf - . | cat > /dev/null && mkdir');
  const pull = await project.propose({
    ...{ branch: 'all', skill: 'good' },
    files: { 'train.sh': train, 'pkg/__init__.py': '' },
  });
  await project.evaluate(pull);
  expect((await project.registerPush(await project.merge(pull))).failure).toBeUndefined();
  const report = await reportOf({ 'seen_r/a.txt': 'b\n' });
  expect(report).toContain('- `seen_r/a.txt` (read by the score command)');
});

it('a pull request has its scoring read every file, so that no list says what it uses → what that of the replaced version read is asked about, and it is said that reads were not seen', async () => {
  const script = (READERS['score.sh'] ?? '').replace('set -e\n', 'set -e\ntar -cf - . | cat > /dev/null\n');
  const files = { 'score.sh': script, 'seen_r/a.txt': 'b\n', 'listed/by-xml.dat': null, 'README.md': 'b\n' };
  const names = { ...files, 'seen_names.xml': '<file name="seen_r/a.txt"/>\n' };
  const report = await reportOf(names);
  expect(report).toContain('- `score.sh` (score command)');
  expect(report).toContain('- `seen_r/a.txt` (read by the score command)');
  expect(report).toContain('- `listed/by-xml.dat` (read by the score command)');
  expect(report).toContain('In this run it was not seen which files are read');
});

it('a pull request changes a file that only the training finds, by a pattern → it is listed as one of the model', async () => {
  const train = `${TRAIN}cat only_*/* > /dev/null\n`;
  await project.box.pushFiles({
    repository: REPOSITORY,
    files: { 'train.sh': train, 'only_trained/a.txt': 'a\n' },
  });
  const report = await reportOf({ 'only_trained/a.txt': 'b\n', 'README.md': 'b\n' });
  expect(report).toMatch(/\| model \| `only_trained\/a\.txt`, `skill\.txt` \|/);
});

const FORGE = `python3 - <<'X'
import importlib.util, marshal, os, struct
source = "li" + "b/grade.py"
state = os.stat(source)
place = importlib.util.cache_from_source(source)
os.makedirs(os.path.dirname(place), exist_ok=True)
code = marshal.dumps(compile("def name(skill): return 'best'", source, "exec"))
head = importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, int(state.st_mtime), state.st_size)
open(place, "wb").write(head + code)
X
`;

it('the training leaves a module of the scoring compiled from other code → the scoring loads what was committed', async () => {
  const { evaluate } = await project.evaluate(
    await project.propose({ branch: 'forged', skill: 'none', files: { 'train.sh': TRAIN + FORGE } }),
  );
  expect(evaluate.outputs).toMatchObject({ verdict: 'fail' });
});

describe('a model without a version, which the base configures', () => {
  it('its first pull request brings files that the score command reads → they count, it is said, and nothing is asked', async () => {
    const { report, ended } = await first({ 'seen_r/b.txt': '\n', 'seen_iterdir/b.txt': '\n' });
    expect(report).not.toContain(ASKED);
    expect(report).toContain(
      'does not have `seen_iterdir/b.txt` (read by the score command), `seen_r/b.txt` (read by the score command): what this pull request brings counts.',
    );
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('it changes or removes one that the base has → somebody else has to approve it', async () => {
    const { report, ended } = await first({ 'seen_r/a.txt': 'b\n', 'seen_r/b.txt': '\n' });
    expect(report).toContain('- `seen_r/a.txt` (read by the score command)');
    expect(report).not.toContain('- `seen_r/b.txt`');
    expect(ended.failure).toMatch(/NOT_PASSED.*seen_r\/a\.txt \(read by the score command\)/s);
  });

  async function first(files: Readonly<Record<string, string>>) {
    await using other = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
    await other.box.pushFiles({ repository: REPOSITORY, files: { ...READERS, ...FILES } });
    const pull = await other.propose({ branch: 'first', skill: 'fair', files });
    const { evaluate } = await other.evaluate(pull);
    const ended = await other.registerPush(await other.merge(pull));
    return { report: evaluate.summary, ended };
  }
});
