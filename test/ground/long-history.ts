/**
 * Years of a registry in a second: thousands of versions and stage moves, each version on a commit of its own, as one
 * stream for `git fast-import`. Every version that was in production was taken out again, so the stage is empty now.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface LongHistory {
  readonly model: string;
  readonly versions: number;
  /** Half of them give the stage, and half take it away. */
  readonly stageMoves: number;
  /** Models beside it, of one version each. */
  readonly otherModels: number;
  /** The commit on which each version's commit stands. */
  readonly parent: string;
}

export const TEN_YEARS = { versions: 10_000, stageMoves: 1_000, otherModels: 300 } as const;

const FIRST = Date.parse('2016-01-01T00:00:00Z') / 1000;
const HOUR = 3600;

/** Writes commits and tags into a repository and packs its tags, as `git gc` does. */
export async function writeHistory(gitDirectory: string, history: LongHistory): Promise<void> {
  await runGit(gitDirectory, ['fast-import', '--quiet', '--date-format=raw'], renderHistory(history));
  await runGit(gitDirectory, ['pack-refs'], '');
}

function renderHistory({ model, versions, stageMoves, otherModels, parent }: LongHistory): string {
  const lines: string[] = [];
  let seconds = FIRST;
  const next = (): string => `Ann <ann@example.com> ${(seconds += HOUR)} +0000`;
  const tag = (name: string, mark: number): void =>
    void lines.push(`tag ${name}\nfrom :${mark}\ntagger ${next()}\n${data(`${name}\n\nRun: somewhere\n`)}`);
  const commit = (mark: number, text: string): void =>
    void lines.push(
      `commit refs/history/${model}\nmark :${mark}\ncommitter ${next()}\n${data(text)}from ${parent}\n`,
    );
  const every = Math.floor(versions / (stageMoves / 2));
  let counter = 0;
  for (let version = 1; version <= versions; version += 1) {
    commit(version, `version ${version}`);
    tag(`${model}@v0.${version}.0`, version);
    if (version % every !== 0) continue;
    tag(`${model}#production#${++counter}`, version);
    tag(`${model}#production!#${++counter}`, version);
  }
  for (let other = 1; other <= otherModels; other += 1) {
    commit(versions + other, `model ${other}`);
    tag(`model-${other}@v1.0.0`, versions + other);
  }
  return lines.join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

async function runGit(gitDirectory: string, args: readonly string[], input: string): Promise<void> {
  const child = spawn('git', ['--git-dir', gitDirectory, ...args], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`git ${args.join(' ')}: expected success, got ${code}`);
}
