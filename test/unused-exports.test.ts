/** Every value that a source file exports is imported somewhere, by the sources, a test or a tool. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseSourceFile, readSourceFiles } from './tools/architecture/source-file.ts';
import { findUnusedExports } from './tools/architecture/unused-exports.ts';

/** test/contract.test.ts loads these lists by the name of the action. */
const LOADED_BY_ACTION = /^actions\/\w+\/report\.ts#\w+Outputs$/;
const ROOT = join(import.meta.dirname, '..');

it('is imported, or not exported', async () => {
  const others = globSync('test/**/*.ts', { cwd: ROOT }).map((path) =>
    readFileSync(join(ROOT, path), 'utf8'),
  );
  const unused = findUnusedExports(await readSourceFiles(ROOT), others);
  expect(unused.filter((key) => !LOADED_BY_ACTION.test(key))).toEqual([]);
});

it('one that no file imports is named; one that a test names, and a file that is loaded as a whole, are not', () => {
  const files = [
    parseSourceFile(
      'src/a.ts',
      'export const used = 1;\nexport function left() {}\nexport const tested = 2;\n',
    ),
    parseSourceFile('src/b.ts', "import { used } from './a.ts';\nconst load = () => import('./c.ts');\n"),
    parseSourceFile('src/c.ts', 'export const main = 1;\n'),
  ];
  expect(findUnusedExports(files, ['import { tested } from "../src/a.ts";'])).toEqual(['src/a.ts#left']);
});
