/**
 * Each language finds files by rules of its own: endings that are left out, packages, profiles, lists of names, whole folders.
 * Who changes one of them changes the scores, and does not approve it alone (docs/trust.md#the-base-decides).
 */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';
import { configText, MODEL, PULL_WORKFLOW } from '../ground/project.ts';

type Files = Readonly<Record<string, string>>;

async function reachedBy(changed: string, command: string, files: Files) {
  const { models } = parseConfig(
    configText().replace('bash score.sh', () => JSON.stringify(command)),
    'config',
  );
  const all = { 'train.sh': 'true\n', ...files, [changed]: 'two\n' };
  const ports = createReachPorts(all, { before: { ...all, [changed]: 'one\n' } });
  const { files: found } = await findReachedFiles(ports, {
    ...{ before: 'base', after: 'head', paths: [changed], changed: [changed], linked: [], tables: [] },
    ...{ configs: [models[MODEL]!], workflows: [PULL_WORKFLOW], isCheckedOut: true },
  });
  return found.map(({ path }) => path);
}

const sh = (text: string): Files => ({ 's.sh': `${text}\n` });
const C: Files = { 'src/a.c': '#include "a.h"\n' };
const LIST: Files = { 'steps.txt': 'lib/a.sh\n' };
const node = (text: string, files: Files = {}): Files => ({ 's.js': `${text}\n`, ...files });
const r = (text: string, files: Files = {}): Files => ({ 's.R': `${text}\n`, ...files });

describe('what a language loads is changed', () => {
  it.each<[string, string, string, Files]>([
    ['an import of a command', 'lib/near.py', "python3 -c 'from lib import near'", {}],
    ['an import in double quotes', 'lib/near.py', 'python3 -c "from lib import near"', {}],
    ['an import in brackets', 'lib/near.py', 'bash s.sh', sh('python3 -c "exec(\'from lib import near\')"')],
    [
      'an import of a second line',
      'lib/near.py',
      'bash s.sh',
      sh("python3 -c $'x=1\\nfrom lib import near'"),
    ],
    [
      'what the profile of R sources',
      'renv/activate.R',
      'Rscript s.R',
      r('1', { '.Rprofile': 'source("renv/activate.R")\n' }),
    ],
    ['what .envrc sources', 'env/more', 'direnv exec . true', { '.envrc': 'source_env env/more\n' }],
    ['a header', 'src/a.h', 'bash s.sh', { ...sh('cc -o a src/a.c'), ...C }],
    ['a header of a source that the command names', 'src/a.h', 'cc -o a src/a.c && ./a', C],
    ['a header of a rule', 'src/a.h', 'make answers', { Makefile: 'answers: src/a.c\n\tcc src/a.c\n', ...C }],
    [
      'a source by a pattern',
      'src/b.c',
      'make answers',
      { Makefile: 'answers:\n\tcc $(wildcard src/*.c)\n' },
    ],
    ['a source of an object file', 'src/a.c', 'make a', { Makefile: 'VPATH = src\na: a.o\n' }],
    ['JSON without its ending', 'lib/a.json', 'node s.js', node('require("./lib/a")')],
    ['a library without its ending', 'build/a.node', 'node s.js', node('require("./build/a")')],
    [
      'the main module of a package',
      'lib/core.js',
      'node s.js',
      node('require("./lib")', { 'lib/package.json': '{"main":"core"}' }),
    ],
    [
      'an export of a package',
      'lib/core.mjs',
      'node s.js',
      node('require("./lib")', { 'lib/package.json': '{"exports":{".":{"import":"./core.mjs"}}}' }),
    ],
    ['the index of a folder', 'lib/index.cts', 'node s.js', node('require("./lib")')],
    [
      'an import by #name',
      'lib/near.js',
      'node s.js',
      node('import "#near"', { 'package.json': '{"imports":{"#near":"./lib/near.js"}}' }),
    ],
    ['TSX', 'lib/a.tsx', 'npx tsx s.ts', { 's.ts': 'import "./lib/a"\n' }],
    [
      'TSX by the name of what is compiled',
      'lib/a.tsx',
      'npx tsx s.ts',
      { 's.ts': 'import "./lib/a.jsx"\n' },
    ],
    ['the targets of R', '_targets.R', "Rscript -e 'targets::tar_make()'", {}],
    [
      'a function of the targets',
      'R/a.R',
      "Rscript -e 'targets::tar_make()'",
      { '_targets.R': 'tar_source()\n' },
    ],
    ['a package of R', 'R/a.R', 'Rscript s.R', r('devtools::load_all()')],
    ['the exports of a package of R', 'NAMESPACE', 'Rscript s.R', r('pkgload::load_all(".")')],
    ['a module of box', 'lib/a.R', 'Rscript s.R', r('box::use(./lib/a)')],
    [
      'a child of a report',
      'part.Rmd',
      'bash s.sh',
      { ...sh('Rscript -e \'rmarkdown::render("s.Rmd")\''), 's.Rmd': '```{r, child="part.Rmd"}\n```\n' },
    ],
    ['a part of a report', '_part.qmd', 'quarto render s.qmd', { 's.qmd': '{{< include _part.qmd >}}\n' }],
    ['a module of Julia', 'src/Churn.jl', "julia --project -e 'using Churn; Churn.score()'", {}],
    [
      'what a module of Julia includes',
      'src/rows.jl',
      "julia --project -e 'using Churn'",
      { 'src/Churn.jl': 'include("rows.jl")\n' },
    ],
    ['a script of a list', 'lib/a.sh', 'bash s.sh', { ...sh('xargs -n1 bash < steps.txt'), ...LIST }],
    [
      'a script of a list by its option',
      'lib/a.sh',
      'bash s.sh',
      { ...sh('xargs -a steps.txt bash'), ...LIST },
    ],
    [
      'a script of a list that a loop reads',
      'lib/a.sh',
      'bash s.sh',
      { ...sh('while read f; do . "$f"; done < steps.txt'), ...LIST },
    ],
    [
      'a folder that R sources',
      'lib/a.R',
      'Rscript s.R',
      r('for (f in list.files("lib", full.names=TRUE)) source(f)'),
    ],
    ['a folder that a shell sources', 'lib/a.sh', 'bash s.sh', sh('for f in lib/*.sh; do . "$f"; done')],
    [
      'a folder of plugins',
      'plugins/a.py',
      'python3 s.py',
      { 's.py': 'for m in pkgutil.iter_modules(["plugins"]):\n  import_module(m.name)\n' },
    ],
    [
      'a folder that Node.js requires',
      'lib/a.js',
      'node s.js',
      node('fs.readdirSync("lib").forEach((f) => require(path.join("lib", f)))'),
    ],
  ])('%s → somebody else has to approve it', async (_, path, command, files) => {
    expect(await reachedBy(path, command, files)).toEqual([path]);
    expect(await reachedBy('docs/other.py', command, files)).toEqual([]);
  });
});
