/**
 * `npm run init -- <folder>`: writes the workflow, the configuration and, where it helps, a score command to complete,
 * for what lies in a repository. It shows every line before it asks, and never writes over a file.
 */
import { lstat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { createParentFolder } from '../../src/shared/adapters/files/containment.ts';
import { proposeSetup, type SetupProposal } from '../../src/shared/domain/setup/propose-setup.ts';
import { describeProposal } from './print.ts';
import { repositoryRootOf, surveyRepository } from './survey.ts';

export type Initialized =
  | { readonly kind: 'complete'; readonly found: readonly string[] }
  | { readonly kind: 'declined' }
  | { readonly kind: 'written'; readonly paths: readonly string[] };

export interface InitOptions {
  readonly folder: string;
  readonly write: (line: string) => void;
  /** Asked once, after everything was shown. */
  readonly confirm: () => Promise<boolean>;
}

/** @throws Error for a folder that is not the root of a repository, and for a link that leads out of it. */
export async function init({ folder, write, confirm }: InitOptions): Promise<Initialized> {
  const root = await repositoryRootOf(folder);
  const proposal = proposeSetup(await surveyRepository(root), { name: basename(root), withSketch: true });
  const { files, kept } = await leaveWhatIsThere(root, proposal);
  if (Object.keys(files).length === 0) return { kind: 'complete', found: [...proposal.found, ...kept] };
  for (const line of describeProposal({ ...proposal, files })) write(line);
  for (const path of kept) write(`\n  ${path} lies there already, and stays as it is.`);
  if (!(await confirm())) return { kind: 'declined' };
  for (const [path, content] of Object.entries(files)) await writeNew(root, path, content);
  return { kind: 'written', paths: Object.keys(files) };
}

interface NewFiles {
  readonly files: SetupProposal['files'];
  /** Paths that are taken, by files that git ignores too. */
  readonly kept: readonly string[];
}

async function leaveWhatIsThere(root: string, { files }: SetupProposal): Promise<NewFiles> {
  const kept: string[] = [];
  for (const path of Object.keys(files)) if (await isTaken(join(root, path))) kept.push(path);
  return {
    files: Object.fromEntries(Object.entries(files).filter(([path]) => !kept.includes(path))),
    kept,
  };
}

async function isTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** @throws Error for a link that leads out of the repository, and for a file that came in the meantime. */
async function writeNew(root: string, path: string, content: string): Promise<void> {
  await writeFile(join(await createParentFolder(root, path), basename(path)), content, { flag: 'wx' });
}

/** `--yes` answers for scripts; without a terminal there is no one to ask. */
export function createConfirm(isYes: boolean): () => Promise<boolean> {
  return async () => {
    if (isYes) return true;
    if (!process.stdin.isTTY) {
      console.log('\nNothing was written: there is no terminal to ask. Add --yes to write these files.');
      return false;
    }
    const prompt = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await prompt.question('\nWrite these files? [y/N] ');
    prompt.close();
    return /^y(es)?$/i.test(answer.trim());
  };
}

export function describeInitialized(result: Initialized, folder: string): readonly string[] {
  switch (result.kind) {
    case 'complete':
      return [
        `Nothing is missing: ${result.found.join(', ')}.`,
        `What each rule will mean: npm run check-repository -- ${folder}`,
      ];
    case 'declined':
      return ['Nothing was written.'];
    case 'written':
      return [
        `Written: ${result.paths.join(', ')}.`,
        `npm run check-repository -- ${folder} checks them, and says what each rule will mean.`,
        `npm run try -- ${folder} plays a pull request with them on this machine.`,
        'Then commit them on a branch, and open a pull request.',
      ];
  }
}
