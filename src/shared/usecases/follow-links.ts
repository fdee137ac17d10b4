/**
 * Where symbolic links on the way to the protected files lead, in the commit that is checked out. One side of a change is
 * enough: a path is followed entry by entry, and up to the first entry that the change touches base and head are the same.
 */
import { climbs, endOfPath, folderOf, resolvePath } from '../domain/kernel/repository-path.ts';
import type { FileChange } from '../domain/supply-chain/protected-files.ts';
import type { Checkout } from '../ports/workspace.ts';

/** A chain of more links ends in an error of every file system. */
const MAX_LINKS = 40;

/** @returns the targets of all links, each with the kind of the file that it leads to; one out of the repository begins with "/". */
export async function followLinks(
  checkout: Pick<Checkout, 'linksAmong'>,
  named: readonly FileChange[],
): Promise<readonly FileChange[]> {
  const known = new Map(named.map((file) => [file.path, file]));
  let open = named;
  for (let followed = 0; open.length > 0 && followed < MAX_LINKS; followed += 1) {
    const asked = [...new Set(open.flatMap(({ path }) => entriesOf(path).map(({ entry }) => entry)))];
    const links = await checkout.linksAmong(asked);
    const targets = open.flatMap((file) => {
      const path = targetOf(file.path, links);
      return path === undefined || known.has(path) ? [] : [{ ...file, path }];
    });
    for (const file of targets) known.set(file.path, file);
    open = targets;
  }
  const found = [...known.values()].filter((file) => !named.includes(file));
  const resolved = found.map((file) => ({
    ...file,
    path: resolvePath(file.path) ?? `/${endOfPath(file.path)}`,
  }));
  return [...new Map(resolved.map((file) => [file.path, file])).values()].filter(
    ({ path }) => !named.some((file) => file.path === path),
  );
}

interface Entry {
  readonly entry: string;
  /** What of the path is left behind it. */
  readonly rest: string;
}

/**
 * `a`, `a/b` and `a/b/c` of `a/b/c`: each of them can be a link, and is followed before ".." behind it, which leads to the folder
 * above its target. None from where the path leaves the repository.
 */
function entriesOf(path: string): readonly Entry[] {
  const parts = path.split('/');
  const entries: Entry[] = [];
  for (const at of parts.keys()) {
    const entry = resolvePath(parts.slice(0, at + 1).join('/') || '/');
    if (entry === undefined) return entries;
    if (entry !== '') entries.push({ entry, rest: parts.slice(at + 1).join('/') });
  }
  return entries;
}

/** The path behind the first link of its way. */
function targetOf(path: string, links: ReadonlyMap<string, string>): string | undefined {
  const found = entriesOf(path).find(({ entry }) => links.has(entry));
  const target = found === undefined ? undefined : links.get(found.entry);
  if (found === undefined || target === undefined) return undefined;
  const behind = [target, found.rest].filter((part) => part !== '').join('/');
  const way = target.startsWith('/')
    ? behind
    : [folderOf(found.entry), behind].filter((part) => part !== '').join('/');
  return climbs(way) ? way : (resolvePath(way) ?? way);
}
