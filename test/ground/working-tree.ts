/**
 * Working trees and their index, written without a process: tests check out hundreds of commits, and starting git is the
 * slowest thing that they do. `git status` finds what is written here clean, and asks nothing of it again.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GitDirectory } from '../github-box/git/git-directory.ts';
import { readTree, type TreeEntry } from '../github-box/git/tree.ts';
import { writeFiles } from './evidence.ts';

/** Path, object and mode of a file, as a tree lists it. */
export type TrackedFile = Pick<TreeEntry, 'path' | 'mode' | 'sha'>;

const LINK = '120000';
const PLAIN: readonly string[] = ['100644', '100755', LINK];

/** A `.git` without objects. @param borrowed folder of the objects of another repository. */
export async function writeGitFolder(workspace: string, borrowed?: string): Promise<void> {
  const folder = join(workspace, '.git');
  if (existsSync(folder)) return;
  await writeFiles(folder, {
    HEAD: 'ref: refs/heads/main\n',
    config: '[core]\n\trepositoryformatversion = 0\n\tbare = false\n[gc]\n\tauto = 0\n',
    'refs/heads/.keep': '',
    ...(borrowed !== undefined && { 'objects/info/alternates': `${borrowed}\n` }),
  });
  await mkdir(join(folder, 'objects', 'pack'), { recursive: true });
}

/**
 * Writes the files of a commit into a workspace that has none, and detaches its HEAD there.
 * @returns false, and does nothing, where only git itself knows what to do: attributes, submodules, other files.
 */
export async function writeWorkingTree(
  git: GitDirectory,
  workspace: string,
  commit: string,
): Promise<boolean> {
  if ((await readdir(workspace)).some((name) => name !== '.git')) return false;
  const files = (await readTree(git, commit, true)).filter(({ type }) => type !== 'tree');
  if (!files.every(({ path, mode }) => PLAIN.includes(mode) && !path.endsWith('.gitattributes')))
    return false;
  for (const file of files) await writeTracked(git, workspace, file);
  await writeIndex(workspace, files);
  await writeFile(join(workspace, '.git', 'HEAD'), `${commit}\n`);
  return true;
}

async function writeTracked(
  git: GitDirectory,
  workspace: string,
  { path, mode, sha }: TrackedFile,
): Promise<void> {
  const place = join(workspace, path);
  const content = (await git.objects.read(sha))?.content;
  if (content === undefined) throw new RangeError(`${path}: expected object ${sha} in the box, got none`);
  await mkdir(dirname(place), { recursive: true });
  if (mode === LINK) await symlink(content.toString(), place);
  else await writeFile(place, content, { mode: Number.parseInt(mode.slice(-3), 8) });
}

/** The index of git's format 2, with what `lstat` says of each file: one that says something else has changed. */
export async function writeIndex(workspace: string, files: readonly TrackedFile[]): Promise<void> {
  const sorted = files.toSorted((left, right) =>
    Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)),
  );
  const header = Buffer.alloc(12);
  header.write('DIRC');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(sorted.length, 8);
  const entries = await Promise.all(sorted.map((file) => indexEntry(workspace, file)));
  const content = Buffer.concat([header, ...entries]);
  const digest = createHash('sha1').update(content).digest();
  await writeFile(join(workspace, '.git', 'index'), Buffer.concat([content, digest]));
}

const FIXED_BYTES = 62;

async function indexEntry(workspace: string, { path, mode, sha }: TrackedFile): Promise<Buffer> {
  const found = await lstat(join(workspace, path), { bigint: true });
  const name = Buffer.from(path);
  // One to eight zeros end the name, so that each entry is a multiple of eight bytes.
  const entry = Buffer.alloc(FIXED_BYTES + name.length + 8 - ((FIXED_BYTES + name.length) % 8));
  const second = 1_000_000_000n;
  const numbers = [
    ...[found.ctimeNs / second, found.ctimeNs % second, found.mtimeNs / second, found.mtimeNs % second],
    ...[found.dev, found.ino, BigInt(Number.parseInt(mode, 8)), found.uid, found.gid, found.size],
  ];
  for (const [index, value] of numbers.entries()) entry.writeUInt32BE(Number(value & 0xffffffffn), index * 4);
  entry.write(sha, 40, 'hex');
  entry.writeUInt16BE(Math.min(name.length, 0xfff), 60);
  name.copy(entry, FIXED_BYTES);
  return entry;
}
