/** Whether the bundle that a try plays was built before the sources beside it were changed. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from './git.ts';

const BUNDLE = 'actions/dist';
/** What the bundle is made of; tests and documents are not. */
const SOURCES = ['src/**/*.ts', 'actions/**/*.ts', 'package-lock.json'].map((path) => `:(glob)${path}`);

/** @returns what to do, or undefined where the bundle is as new as its sources, or git does not say. */
export async function describeBundleAge(root: string): Promise<string | undefined> {
  try {
    const changed = await changedSources(root);
    if (changed.length === 0) return undefined;
    const more = changed.length === 1 ? '' : ` and ${changed.length - 1} more`;
    return `! ${BUNDLE} is older than its sources (${changed[0] ?? ''}${more}). What is played is the bundle: \`npm run build\` makes it new`;
  } catch {
    // Not a checkout, such as an unpacked archive: it has the bundle of its version.
    return undefined;
  }
}

/** Of the commits since the one that built it, and of the working tree where the bundle there is older. */
async function changedSources(root: string): Promise<readonly string[]> {
  const [built = ''] = names(await git(root, ['log', '-1', '--format=%H', '--', BUNDLE]));
  if (built === '') return [];
  const rebuilt = await changedBy(root, ['diff', '--name-only', 'HEAD', '--', BUNDLE]);
  const committed = await changedBy(root, ['diff', '--name-only', built, 'HEAD', '--', ...SOURCES]);
  const uncommitted = await changedBy(root, ['diff', '--name-only', 'HEAD', '--', ...SOURCES]);
  const added = await changedBy(root, ['ls-files', '--others', '--exclude-standard', '--', ...SOURCES]);
  const working = [...uncommitted, ...added];
  const bundleTime = await timeOf(join(root, BUNDLE, 'index.js'));
  const newer: string[] = [];
  for (const path of working) if ((await timeOf(join(root, path))) > bundleTime) newer.push(path);
  // A bundle that was built here and not committed has the commits in it.
  return rebuilt.length > 0 ? newer : [...new Set([...committed, ...newer])];
}

async function changedBy(root: string, args: readonly string[]): Promise<readonly string[]> {
  return names(await git(root, args));
}

function names(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** A source that was removed is newer than any bundle. */
async function timeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
}
