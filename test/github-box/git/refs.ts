/** Refs of a repository. Every change names what it expects, so two writers can never both win. */
import { gitText, tryGit } from './command.ts';
import type { GitDirectory } from './git-directory.ts';
import type { ObjectType } from './object-reader.ts';

export interface Ref {
  /** Full name, such as `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
  readonly type: ObjectType;
}

const NOTHING = '0'.repeat(40);

export async function readRef(git: GitDirectory, name: string): Promise<Ref | undefined> {
  // Revision syntax such as `refs/heads/main~1` names a commit, not a ref.
  if (!name.startsWith('refs/') || /[~^:]|@\{/.test(name)) return undefined;
  const object = await git.objects.read(name);
  return object === undefined ? undefined : { name, sha: object.sha, type: object.type };
}

/** All refs whose name starts with `prefix`, in the order of their names. */
export async function listRefs(git: GitDirectory, prefix: string): Promise<readonly Ref[]> {
  const text = await gitText(git.path, [
    'for-each-ref',
    '--format=%(objectname) %(objecttype) %(refname)',
    'refs/',
  ]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [sha = '', type, ...name] = line.split(' ');
      return { name: name.join(' '), sha, type: type as ObjectType };
    })
    .filter((ref) => ref.name.startsWith(prefix));
}

/** False when the ref exists already: exactly one of two racing calls gets true. */
export async function createRef(git: GitDirectory, name: string, sha: string): Promise<boolean> {
  return (await tryGit(git.path, ['update-ref', name, sha, NOTHING])).code === 0;
}

/** False when the ref no longer is at `from`. */
export async function moveRef(
  git: GitDirectory,
  name: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  return (await tryGit(git.path, ['update-ref', name, to, from])).code === 0;
}

/** For refs that the platform itself keeps, such as `refs/pull/1/head`. */
export async function forceRef(git: GitDirectory, name: string, sha: string): Promise<void> {
  await gitText(git.path, ['update-ref', name, sha]);
}

export async function deleteRef(git: GitDirectory, name: string): Promise<void> {
  await gitText(git.path, ['update-ref', '-d', name]);
}

export async function isRefName(git: GitDirectory, name: string): Promise<boolean> {
  return (await tryGit(git.path, ['check-ref-format', name])).code === 0;
}
