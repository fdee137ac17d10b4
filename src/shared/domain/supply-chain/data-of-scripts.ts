/**
 * Data of scripts beyond the names that they have as a whole: folders of which they open what they find there, or by names that
 * they put together; and files that they write and never read.
 */
import { folderOf, isBelow, lastPartOf, possiblePaths } from '../kernel/repository-path.ts';
import type { FileIndex } from './file-index.ts';
import { foldersOnTheWay, withoutRepeats } from './named-places.ts';
import type { ScriptText } from './opened-files.ts';

/** `os.listdir("maps")`, `Path("maps").glob("*")`, `list.files("maps")`, `find maps`. */
const LISTS =
  /\b(?:listdir|scandir|os\.walk|iterdir|r?glob|list\.files|readdir(?:Sync)?)\b|(?:^|[\s;&|(`])(?:ls|find)\s/;
/** `MAPS.iterdir()`, `os.listdir(MAPS)`, `os.path.join(MAPS, name)`, `MAPS / name`, `f"{MAPS}/{name}"`, `$MAPS/$name`. */
const VARIABLES = [
  /\b(\w+)\.(?:iterdir|r?glob|walk)\(/g,
  /\b(?:listdir|scandir|walk|i?glob|list\.files|readdirSync|join|file\.path)\(\s*(\w+)\s*[,)]/g,
  /\b([A-Za-z_]\w*)\s*\/\s*(?:f["']|[A-Za-z_])/g,
  /\$?\{?\b([A-Za-z_]\w*)\}?\/[\w.-]*[${*]/g,
];
/** `predictions/$name.csv`, `"predictions/{name}.csv"`, `"predictions/" + name`, `predictions/*.csv`. */
const BEFORE_A_GAP = /([\w.-]+(?:\/[\w.-]+)*)\/(?=["'`]|[\w.-]*[$*?{%<])/g;
/** `os.path.join("predictions", name)`, `Path("predictions") / name`. */
const BEFORE_A_NAME = [
  /\b(?:join|joinpath|file\.path)\(\s*["']([\w./-]+)["']\s*,\s*(?!["'])/g,
  /["']([\w./-]+)["']\s*\)?\s*\/\s*(?:f["']|[A-Za-z_])/g,
];
const WORD = /[\w.-]+(?:\/[\w.-]+)*/g;

/** @returns files that are below such a folder, whatever they are. */
export function filesInOpenedFolders({ path, text }: ScriptText, index: FileIndex): readonly string[] {
  const variables = new Set(VARIABLES.flatMap((pattern) => namesIn(text, pattern)));
  const found = text.split('\n').flatMap((line) => foldersOfLine(line, variables));
  const folders = withoutRepeats(found)
    .filter((name) => /\w/.test(name))
    .flatMap((name) => foldersOnTheWay(folderOf(path)).flatMap((place) => possiblePaths(place, name)))
    .filter((folder) => folder !== '' && index.folders.has(folder));
  return [...index.paths].filter((one) => folders.some((folder) => isBelow(one, folder)));
}

function foldersOfLine(line: string, variables: ReadonlySet<string>): readonly string[] {
  const assigned = /^\s*(?:export\s+|const\s+|let\s+)?(\w+)(?:\s*:[^=]*)?\s*(?:=|<-)/.exec(line)?.[1];
  const isListed = LISTS.test(line) || (assigned !== undefined && variables.has(assigned));
  const patterns = isListed ? [BEFORE_A_GAP, ...BEFORE_A_NAME, WORD] : [BEFORE_A_GAP, ...BEFORE_A_NAME];
  return patterns.flatMap((pattern) =>
    [...line.matchAll(pattern)]
      .filter((match) => !IS_WRITTEN.test(line.slice(0, match.index)))
      .map((match) => match[1] ?? match[0]),
  );
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

/** What stands before the name of a file that is written: a writing call that reads nothing else first, or a shell's arrow. */
const IS_WRITTEN =
  /(?:\b(?:to_(?:csv|json|parquet|pickle|excel|feather|html|markdown)|savefig|save(?:txt|z|z_compressed|RDS|_\w+)?|dump|write_\w+|write\.\w+|write(?:File)?Sync|ggsave|fwrite)\((?:(?!open|load|read|get)[^)])*|>>?\s*["']?[^\s"'|;&]*|\btee\s+(?:-a\s+)?["']?[^\s"'|;&]*)$/;
/** `open("x.csv", "w")`, `Path("x.csv").write_text(`. */
const IS_WRITTEN_THEN = /^["']\s*(?:,\s*(?:mode\s*=\s*)?["'][wax]b?t?["']|\)\.write_)/;

/** Whether the texts name a file, and each time only in order to write it. */
export function isOnlyWritten(path: string, texts: readonly string[]): boolean {
  const name = lastPartOf(path);
  const ends = texts.flatMap((text) =>
    text.split('\n').flatMap((line) => {
      const parts = line.split(name);
      return parts.slice(1).map((after, at) => ({ before: parts.slice(0, at + 1).join(name), after }));
    }),
  );
  return (
    ends.length > 0 &&
    ends.every(({ before, after }) => IS_WRITTEN_THEN.test(after) || IS_WRITTEN.test(before))
  );
}
