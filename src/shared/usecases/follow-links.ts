/**
 * Where symbolic links on the way to the protected files lead, in the commit that is checked out. One side of a change is
 * enough: a path is followed entry by entry, and up to the first entry that the change touches base and head are the same.
 */
import { resolveDots } from '../domain/supply-chain/command-files.ts';
import type { FileChange } from '../domain/supply-chain/protected-files.ts';
import type { Checkout } from '../ports/workspace.ts';

/** A chain of more links ends in an error of every file system. */
const MAX_LINKS = 40;

/** @returns the targets of all links, each with the kind of the file that it leads to. */
export async function followLinks(
  checkout: Pick<Checkout, 'linksAmong'>,
  named: readonly FileChange[],
): Promise<readonly FileChange[]> {
  const known = new Map(named.map((file) => [file.path, file]));
  let open = named;
  for (let followed = 0; open.length > 0 && followed < MAX_LINKS; followed += 1) {
    const asked = [...new Set(open.flatMap(({ path }) => prefixesOf(resolveDots(path))))];
    const links = await checkout.linksAmong(asked);
    const targets = open.flatMap((file) => {
      const path = targetOf(resolveDots(file.path), links);
      return path === undefined || known.has(path) ? [] : [{ ...file, path }];
    });
    for (const file of targets) known.set(file.path, file);
    open = targets.filter(({ path }) => !path.startsWith('/'));
  }
  return [...known.values()].filter((file) => !named.includes(file));
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`: each of them can be a link. */
function prefixesOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/')).filter((prefix) => prefix !== '');
}

/** The path behind the first link of its way; with "/" in front where that leaves the repository. */
function targetOf(path: string, links: ReadonlyMap<string, string>): string | undefined {
  const link = prefixesOf(path).find((prefix) => links.has(prefix));
  const target = link === undefined ? undefined : links.get(link);
  if (link === undefined || target === undefined) return undefined;
  const rest = path.slice(link.length);
  if (target.startsWith('/')) return `/${resolveDots(`${target}${rest}`)}`;
  const folder = link.split('/').slice(0, -1);
  const isOutside = leavesRoot([...folder, ...target.split('/')]);
  return `${isOutside ? '/' : ''}${resolveDots(`${folder.join('/')}/${target}${rest}`)}`;
}

function leavesRoot(parts: readonly string[]): boolean {
  let depth = 0;
  for (const part of parts) {
    if (part === '..') depth -= 1;
    else if (part !== '.' && part !== '') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
