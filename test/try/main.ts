/**
 * `npm run try -- <folder>`: plays a pull request of the user's own repository, with the user's own workflows, on a
 * GitHub in a box, and shows what GitHub would show. Nothing of the folder is changed, and the actions talk to the box alone.
 */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { createPrinter } from './print.ts';
import { play } from './play.ts';
import { proposeSetup } from '../../src/shared/domain/setup/propose-setup.ts';
import { renderTryPage } from './page.ts';
import { repositoryRoot } from '../demo/sample-project.ts';
import { readShown } from './shown.ts';
import { surveyRepository } from './survey.ts';

const USAGE = 'usage: npm run try -- <folder of your repository> [--yes]';
const pagePath = join(repositoryRoot, 'try-report', 'index.html');

async function main(args: readonly string[], interrupted: AbortSignal): Promise<void> {
  const [folder] = args.filter((argument) => !argument.startsWith('-'));
  if (folder === undefined || !(await isFolder(folder))) {
    throw new Error(`expected a folder, got ${folder ?? 'nothing'}\n${USAGE}`);
  }
  const printer = createPrinter();
  const shown = await play(
    {
      folder: resolve(folder),
      propose: async (copy) => {
        const name = basename(resolve(folder));
        const proposal = proposeSetup(await surveyRepository(copy), { name, withSketch: false });
        printer.proposal(proposal);
        return proposal.files;
      },
      onPhase: printer.phase,
      onStep: printer.step,
      interrupted,
    },
    readShown,
  );
  printer.shown(shown);
  await mkdir(dirname(pagePath), { recursive: true });
  await writeFile(pagePath, renderTryPage(shown));
  console.log(`\nAs a page: ${relative(process.cwd(), pagePath)}`);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
try {
  await main(process.argv.slice(2), interruption.signal);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interruption.signal.aborted ? 130 : 1;
}
