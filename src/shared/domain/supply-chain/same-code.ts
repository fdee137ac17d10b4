/** Whether two runs have the same code, so that a second checkout would change nothing about what a score command answers. */
import { isKnown } from '../documents/open-values.ts';
import type { Run } from '../documents/run.ts';

type Code = Pick<Run, 'inputs' | 'commands' | 'source'>;

/** The same score command, and the same tree or the same code and lock files. */
export function hasSameCode(run: Code, champion: Code | undefined): boolean {
  if (champion === undefined || run.commands.score !== champion.commands.score) return false;
  // Runs whose tracked files were changed have no tree that says what ran.
  if (!run.source.clean || !champion.source.clean) return false;
  if (run.source.tree === champion.source.tree) return true;
  const [own, other] = [listCode(run), listCode(champion)];
  return own !== '' && own === other;
}

function listCode({ inputs }: Code): string {
  return inputs.files
    .filter(({ role }) => isKnown(['code', 'lock'], role))
    .map(({ path, sha256 }) => `${sha256}  ${path}`)
    .sort()
    .join('\n');
}
