/**
 * Programs that the repository's own package installs, as its project files name them: `churn-score = "churn.cli:main"`. A command
 * that calls one names no file (https://packaging.python.org/en/latest/specifications/entry-points/).
 */
import { folderOf, inFolder, lastPartOf } from '../kernel/repository-path.ts';

/** A file that may name such programs, wherever it lies. */
export const PROJECT_FILE = /(?:^|\/)(?:pyproject\.toml|setup\.(?:cfg|py))$/;

const ENTRY = /(?:^|[\s"'[,])["']?([\w.-]+)["']?\s*=\s*["']?([A-Za-z_][\w.]*):[A-Za-z_][\w.]*/g;

/** @returns files of the modules, in the folders in which a package may lie, that words of a command call by their names. */
export function modulesCalledBy(command: string, { path, text }: ProjectText): readonly string[] {
  const words = new Set(command.split(/[\s"'`;&|()=]+/).map(lastPartOf));
  const folder = folderOf(path);
  return Array.from(text.matchAll(ENTRY), ([, name = '', module = '']) => ({ name, module }))
    .filter(({ name }) => words.has(name))
    .flatMap(({ module }) => {
      const parts = module.split('.');
      const packages = parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/__init__.py`);
      const files = [...packages, `${parts.join('/')}.py`];
      return [folder, inFolder(folder, 'src')].flatMap((one) => files.map((file) => inFolder(one, file)));
    });
}

export interface ProjectText {
  readonly path: string;
  readonly text: string;
}
