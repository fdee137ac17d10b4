/** The recipes of CONTRIBUTING.md as data: for each way in which the code grows, the steps of its table. */

export interface RecipeStep {
  /** Paths from the root and bare names of files, as the first cell has them; none for a command alone. */
  readonly files: readonly string[];
  /** Names of code in the first two cells. */
  readonly names: readonly string[];
  /** What fails when the step is forgotten: the last cell as it is written. */
  readonly forgotten: string;
  /** Files that the last cell names. */
  readonly checks: readonly string[];
}

export interface Recipe {
  /** Without "Add a": "metric", "target of deployment". */
  readonly title: string;
  readonly steps: readonly RecipeStep[];
}

/** @param text of CONTRIBUTING.md. @throws RangeError for a row that has not three cells. */
export function readRecipes(text: string): readonly Recipe[] {
  const section = /^## Recipes\n([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
  return section
    .split(/^### /m)
    .slice(1)
    .map((recipe) => {
      const title = (recipe.split('\n')[0] ?? '').replace(/^(?:Add an?|Call one more|Change an?) /, '');
      const rows = recipe.split('\n').filter((line) => line.startsWith('|'));
      return { title, steps: rows.slice(2).map(readStep) };
    });
}

function readStep(row: string): RecipeStep {
  const cells = row.split('|').slice(1, -1);
  const [place, what, forgotten] = cells;
  if (place === undefined || what === undefined || forgotten === undefined || cells.length !== 3)
    throw new RangeError(`CONTRIBUTING.md: expected three cells, got ${row}`);
  return {
    files: spansOf(place).flatMap(fileOf),
    names: [...spansOf(place), ...spansOf(what)].filter(isCodeName),
    forgotten: forgotten.trim(),
    checks: spansOf(forgotten).flatMap(fileOf),
  };
}

function spansOf(cell: string): readonly string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, span = '']) => span);
}

/** A path, the name of a file, or the script that a command runs. */
function fileOf(span: string): readonly string[] {
  const path = /^(?:node )?(?<path>[\w./<>-]+\/|[\w./<>-]+\.(?:ts|md|yml|json|txt|py))$/.exec(span)?.groups
    ?.path;
  return path === undefined || path.startsWith('…') ? [] : [path];
}

/** `eventKinds`, `STATISTICS_VERSION`, `smallest`: not a path, a command or an option with a dash. */
function isCodeName(span: string): boolean {
  return /^[A-Za-z_]\w*$/.test(span);
}
