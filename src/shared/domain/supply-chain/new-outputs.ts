/**
 * What a change of the configuration lets the training write: an output is not compared with the commit, so a file that the scoring
 * reaches must not become one unseen (docs/trust.md#what-a-command-produces-is-a-claim).
 */
import type { ModelConfig } from '../config/config.ts';
import { parsePatterns } from '../kernel/glob.ts';
import { folderOf, inFolder, isBelow, lastPartOf } from '../kernel/repository-path.ts';
import { isScript } from './script-names.ts';

type PathTest = (path: string) => boolean;

/** @param configs that of the base first. @returns for a path, whether the change makes it an output; undefined where it makes none. */
export function newOutputsOf(configs: readonly ModelConfig[]): PathTest | undefined {
  const [base, changed] = configs;
  if (base === undefined || changed === undefined) return undefined;
  const hasNew = patternsOf(changed).some((pattern) => !patternsOf(base).includes(pattern));
  if (!hasNew) return undefined;
  const [before, after] = [isOutputOf(base), isOutputOf(changed)];
  return (path) => after(path) && !before(path);
}

function patternsOf({ train }: ModelConfig): readonly string[] {
  return [...(train?.model ?? []), ...filesOf(train)];
}

function filesOf(train: ModelConfig['train']): readonly string[] {
  return [train?.metrics, train?.predictions].filter((path) => path !== undefined);
}

function isOutputOf({ train }: ModelConfig): PathTest {
  const model = parsePatterns(train?.model ?? []);
  const files = filesOf(train);
  return (path) => model.matches(path) || files.some((file) => path === file || isBelow(path, file));
}

/** @returns paths that such patterns have and that a scoring of these folders would load as code, though no commit has them yet. */
export function codeAmongOutputs(
  { train }: ModelConfig,
  isNew: PathTest,
  folders: ReadonlySet<string>,
): readonly string[] {
  const found = (train?.model ?? []).flatMap((pattern) => {
    const examples = examplesOf(pattern).filter(isNew);
    return examples.some((path) => isLookedFor(path, folders)) ? [pattern] : [];
  });
  return [...new Set(found)];
}

const FILLS = ['any', 'py', 'any.py', '__init__.py'];

/** Paths that a pattern may have, with a name of a module in each gap of its end. */
function examplesOf(pattern: string): readonly string[] {
  const start = folderOf(pattern).replaceAll(/\*+/g, 'any');
  const fill = (text: string): string => text.replaceAll(/\{([^,}]*)[^}]*\}/g, '$1').replaceAll('?', 'x');
  const ends = FILLS.map((name) => lastPartOf(pattern).replaceAll(/\*+/g, name));
  return [...ends, `${lastPartOf(pattern)}/__init__.py`].map((end) => fill(inFolder(start, end)));
}

/** A module in such a folder, or a package. */
function isLookedFor(path: string, folders: ReadonlySet<string>): boolean {
  const folder = folderOf(path);
  const isPackage = lastPartOf(path) === '__init__.py' && /^\w+$/.test(lastPartOf(folder));
  if (isPackage && folders.has(folderOf(folder))) return true;
  return folders.has(folder) && isScript(path) && path.includes('.');
}
