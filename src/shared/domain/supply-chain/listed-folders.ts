/**
 * Whole folders of scripts that a text lists and loads: `for (f in list.files("R")) source(f)`, `pkgutil.iter_modules`. A file
 * that is added to such a folder runs as well.
 */
import { endOfPath, folderOf, isBelow, possiblePaths } from '../kernel/repository-path.ts';
import type { FileIndex } from './file-index.ts';
import { foldersOnTheWay, withoutRepeats, type Place } from './named-places.ts';

const LISTS =
  /\b(?:list\.files|list_files|dir_ls|Sys\.glob|iter_modules|walk_packages|import_submodules|find_modules|listdir|scandir|iterdir|os\.walk|walkdir|r?glob|readdir(?:Sync)?|opendir|fast-glob|Dir\.\w+|Dir\[|find|ls)\b|\bdir\(|\*/;
const LOADS =
  /\b(?:source|sys\.source|include|import_module|__import__|load_module|exec_module|spec_from_file_location|find_spec|run_path|run_module|exec\w*|eval|subprocess|system2?|spawn\w*|require\w*|import_submodules|import|load|do|parse)\b\s*[()&.,$]|\b(?:source|include)\)|(?:^|[\s;])(?:\.|source|(?:ba|z|k|da)?sh|python3?|Rscript|node|ruby|perl|julia)\s+"?\$/m;

interface Search {
  readonly place: Place;
  readonly index: FileIndex;
}

/** @returns scripts below each folder that the text names, where it lists folders and loads what it finds. */
export function filesOfListedFolders(text: string, { place, index }: Search): readonly string[] {
  if (!LISTS.test(text) || !LOADS.test(text)) return [];
  const folders = withoutRepeats([
    ...Array.from(text.matchAll(QUOTED), ([, name = '']) => name),
    ...Array.from(text.matchAll(OF_PACKAGE), ([, name = '']) => name.replaceAll('.', '/')),
    ...Array.from(text.matchAll(IN_SHELL), ([, name = '']) => name),
  ]).flatMap((name) => placesOf(name, place, index));
  const beside = OWN_FOLDER.test(text) ? [place.folder] : [];
  return index.scripts.filter(
    (path) => folders.some((folder) => isBelow(path, folder)) || beside.includes(folderOf(path)),
  );
}

const QUOTED = /["'`]([\w./-]*\w)\/?["'`]/g;
const OF_PACKAGE = /\b([A-Za-z_][\w.]*)\.__(?:path|file)__/g;
const IN_SHELL = /(?:\b(?:find|ls|in)\s+|\$\((?:find|ls)\s+)([\w./-]*\w)\/?(?=[\s/;)*])/g;
/** What is listed there is what lies beside the script. */
const OWN_FOLDER =
  /\b(?:iter_modules|walk_packages)\(\s*(?:path\s*=\s*)?\[?[^)\n]*__(?:path|file)__|\b(?:listdir|scandir|readdir(?:Sync)?)\(\s*(?:__dirname\b|[^)\n]*__file__)|__file__\)[^\n]*\.(?:r?glob|iterdir)\(/;

function placesOf(name: string, { folder, isElsewhere }: Place, { folders }: FileIndex): readonly string[] {
  const plain = endOfPath(name);
  if (plain === '' || !folders.has(plain)) return [];
  const above = isElsewhere ? [''] : foldersOnTheWay(folder).flatMap((one) => [one, `${one}src/`]);
  return above.flatMap((one) => possiblePaths(one, name)).filter((path) => path !== '');
}
