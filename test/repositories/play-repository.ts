/** Plays a pull request of one of these repositories as `npm run try` does: a copy with a history, and one change. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { play } from '../try/play.ts';
import { proposeSetup, type SetupProposal } from '../../src/shared/domain/setup/propose-setup.ts';
import { readShown, type Shown } from '../try/shown.ts';
import { surveyRepository } from '../try/survey.ts';

/** Path → what is replaced, by what. */
export type Change = Readonly<Record<string, readonly [string, string]>>;

export interface PlayedRepository extends Shown {
  readonly proposal: SetupProposal;
  /** Body of the comment on each model, by its name. */
  readonly commentOf: (model: string) => string;
  /** Body of the comment on each model in the second pull request. */
  readonly secondCommentOf: (model: string) => string;
}

export interface RepositoryRequest {
  /** Folder beside this file; without one there, a repository of `files` alone. */
  readonly name: string;
  /** Path → content, before the pull request. */
  readonly files?: Readonly<Record<string, string>>;
  /** The pull request: what it replaces, and what it adds. */
  readonly change?: Change;
  readonly added?: Readonly<Record<string, string>>;
  /** Environment with the packages of the repository. */
  readonly pythonFolder?: string;
  /** A pull request against the first version: the same again, or what it replaces. */
  readonly second?: 'always' | Change;
}

export async function playRepository({
  second,
  change,
  ...request
}: RepositoryRequest): Promise<PlayedRepository> {
  const scratch = await mkdtemp(join(tmpdir(), 'model-steward-repository-'));
  try {
    const folder = join(scratch, request.name);
    await mkdir(folder);
    const source = join(import.meta.dirname, request.name);
    if (existsSync(source)) await cp(source, folder, { recursive: true });
    await writeFiles(folder, request.files ?? {});
    await commitAll(folder, 'What was there');
    await makeChange(folder, change ?? {});
    await writeFiles(folder, request.added ?? {});
    await commitAll(folder, 'Train it differently');
    let proposal: SetupProposal = { files: {}, found: [], questions: [], problems: [] };
    const shown = await play(
      {
        ...request,
        folder,
        ...(second !== undefined && {
          second: second === 'always' ? second : await replaceIn(folder, second),
        }),
        propose: async (copy) => {
          proposal = proposeSetup(await surveyRepository(copy), { name: request.name, withSketch: false });
          return proposal.files;
        },
        onPhase: () => undefined,
        onStep: () => undefined,
        interrupted: new AbortController().signal,
      },
      readShown,
    );
    return {
      ...shown,
      proposal,
      commentOf: (model) => findComment(shown, model, 0),
      secondCommentOf: (model) => findComment(shown, model, 1),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function commitAll(folder: string, message: string): Promise<void> {
  const identity = ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: folder });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git(...identity, 'commit', '--quiet', '--message', message);
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

async function makeChange(folder: string, change: Change): Promise<void> {
  await writeFiles(folder, await replaceIn(folder, change));
}

/** @returns path → content, with what is replaced. */
async function replaceIn(folder: string, change: Change): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(change).map(async ([path, [from, to]]) => {
    const text = await readFile(join(folder, path), 'utf8');
    if (!text.includes(from)) throw new Error(`${path}: expected ${JSON.stringify(from)}, got none`);
    return [path, text.replace(from, to)] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

/** @throws Error with the logs of the failed steps, which say why there is none. */
function findComment({ comments, runs }: Shown, model: string, index: 0 | 1): string {
  const found = comments.filter(({ body }) =>
    body.includes(`<!-- model-steward:evaluate model=${model} -->`),
  )[index];
  if (found !== undefined) return found.body;
  const failed = runs
    .flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps))
    .filter(({ conclusion }) => conclusion === 'failure');
  throw new Error(
    `${model}: expected a comment, got none\n${failed.flatMap(({ title, log }) => [title, ...log]).join('\n')}`,
  );
}
