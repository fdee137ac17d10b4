/**
 * A pull request against the version that the first one registered, so that a comparison with a champion is seen. Unless
 * its files are given, it is the same training again, with a line of comment added to its code: both models should be the
 * same, within chance.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box } from '../github-box/box.ts';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { parsePatterns } from '../../src/shared/domain/kernel/glob.ts';
import { expandCommands } from '../../src/shared/domain/setup/expand-commands.ts';
import { codeOfCommands } from '../../src/shared/domain/setup/follow-code.ts';
import type { Survey } from '../../src/shared/domain/setup/survey.ts';
import type { LoadedRepository } from './load-repository.ts';
import { surveyRepository } from './survey.ts';

export type SecondPull = Pick<LoadedRepository, 'pull' | 'source'>;

/** Path → content, of what it changes. */
export type SecondFiles = Readonly<Record<string, string>>;

interface SecondRequest {
  readonly second?: 'always' | 'when-quick' | SecondFiles | undefined;
  readonly onPhase: (title: string) => void;
  /** Of the repository, as the first pull request left it. */
  readonly copy: string;
  /** That the first pull request and its merge took. */
  readonly seconds: number;
}

/** A person waits for it. */
export const MAX_WAIT_SECONDS = 180;
const BRANCH = 'model-steward-try-again';
const COMMENTS = [
  { ending: /\.(py|r|jl|sh)$/i, start: '#' },
  { ending: /\.(m?js|ts)$/i, start: '//' },
] as const;

/** @returns undefined where none is opened, after it was said why. */
export async function openSecond(
  { box, loaded }: { readonly box: Box; readonly loaded: LoadedRepository },
  { copy, second, seconds, onPhase }: SecondRequest,
): Promise<SecondPull | undefined> {
  if (second === undefined) return undefined;
  if (second === 'when-quick' && seconds > MAX_WAIT_SECONDS) {
    onPhase('A second pull request, against this version, would take as long again: --twice plays it');
    return undefined;
  }
  if (typeof second === 'object')
    return await pushSecond({ box, loaded }, second, 'a change of the version before');
  const path = findCode(await surveyRepository(copy));
  const start = commentOf(path ?? '');
  if (path === undefined || start === undefined) {
    onPhase('No second pull request was played: no script that the training command names was found');
    return undefined;
  }
  const text = await readFile(join(copy, path), 'utf8');
  const files = { [path]: `${text.trimEnd()}\n${start} trained again\n` };
  const source = `the same training again, with a comment added to ${path}`;
  return await pushSecond({ box, loaded }, files, source);
}

async function pushSecond(
  { box, loaded }: { readonly box: Box; readonly loaded: LoadedRepository },
  files: SecondFiles,
  source: string,
): Promise<SecondPull> {
  await box.pushFiles({ repository: loaded.name, branch: BRANCH, files });
  const pull = await box.openPull({ repository: loaded.name, head: BRANCH, title: 'Train again' });
  return { pull, source };
}

/**
 * A script that a training command runs, by way of a Makefile or npm too, and that is among the `paths` of its model: a
 * change of another file trains nothing.
 */
export function findCode(survey: Survey): string | undefined {
  const models = Object.values(parseConfig(survey.read(CONFIG_PATH) ?? '').models);
  const found = models.flatMap(({ train, paths }) => {
    if (train?.command === undefined) return [];
    const { commands } = expandCommands(survey, [train.command]);
    const code = codeOfCommands(survey, commands).filter((path) => commentOf(path) !== undefined);
    if (paths.length === 0) return code.slice(0, 1);
    const own = parsePatterns(paths);
    return code.filter((path) => own.matches(path)).slice(0, 1);
  });
  return found[0];
}

function commentOf(path: string): string | undefined {
  return COMMENTS.find(({ ending }) => ending.test(path))?.start;
}
