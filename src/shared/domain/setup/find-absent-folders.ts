/**
 * Folders that a training writes into and that git does not have: git keeps no empty folder, so that what works in a
 * folder that lies there fails on GitHub.
 */
import { climbs, folderOf, isBelow } from '../kernel/repository-path.ts';
import type { SetupFinding } from './setup-finding.ts';
import { linkOf, readCode, type Survey } from './survey.ts';

export interface WrittenOutputs {
  /** Files with code that run in the training. */
  readonly code: readonly string[];
  readonly commands: readonly string[];
  /** Paths and patterns of what it writes. */
  readonly outputs: readonly string[];
}

/** Calls that write a file and make no folder for it. */
const WRITES =
  /\bopen\(|\b(?:json|pickle|joblib|torch|np)\.(?:dump|save)\w*\(|\bto_(?:csv|json|parquet)\(|writeFileSync\(|\bsaveRDS\(|write(?:\.csv|_json)\(/;
const MAKES_FOLDERS =
  /mkdir|makedirs|mkpath|MkdirAll|dir\.create|dir_create|ensure_?dir|create_?dir|cp -|dvc|snakemake|kedro|mlflow|lightning|transformers|hydra|exist_ok|unzip|tar /i;

/** @returns one warning for each folder. */
export function findAbsentFolders(
  survey: Survey,
  { code, commands, outputs }: WrittenOutputs,
): readonly SetupFinding[] {
  const text = [...code.map((path) => readCode(survey, path)), ...commands].join('\n');
  if (!WRITES.test(text) || MAKES_FOLDERS.test(text)) return [];
  const folders = new Map<string, string>();
  for (const output of outputs.filter((path) => !path.startsWith('!') && !/[*?{]/.test(path))) {
    const folder = folderOf(output);
    const isThere =
      folder === '' ||
      linkOf(survey, folder) !== undefined ||
      survey.paths.some((path) => isBelow(path, folder));
    if (!isThere && !folder.startsWith('/') && !climbs(folder) && !folders.has(folder))
      folders.set(folder, output);
  }
  return [...folders].map(([folder, output]) => ({
    severity: 'warning',
    where: code[0] ?? commands[0] ?? output,
    message: `${output} is written into ${folder}/, which git does not have and no code of the training makes: a run on GitHub cannot write it`,
    hint: `let the code make the folder (\`os.makedirs("${folder}", exist_ok=True)\`), or commit ${folder}/.gitkeep, which .gitignore must not leave out`,
  }));
}
