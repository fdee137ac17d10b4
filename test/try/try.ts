/**
 * `npm run try -- <folder>`: plays a pull request of the user's own repository, with the user's own workflows, on a
 * GitHub in a box, and shows what GitHub would show. Nothing of the folder is changed, and the actions talk to the box alone.
 */
import { basename, join, relative } from 'node:path';
import { proposeSetup, type SetupProposal } from '../../src/shared/domain/setup/propose-setup.ts';
import { repositoryRoot } from '../demo/sample-project.ts';
import { renderTryPage } from './page.ts';
import { describeBundleAge } from './bundle-age.ts';
import { play, type PlayOptions } from './play.ts';
import { createPrinter } from './print.ts';
import { readShown } from './shown.ts';
import { surveyRepository } from './survey.ts';
import { writeReport } from './write-report.ts';

const reportFolder = join(repositoryRoot, 'try-report');

/** @throws Error that says what to change where the pull request could not be played. */
export async function tryRepository(
  folder: string,
  {
    hasAllWorkflows,
    isTwice,
    change,
    interrupted,
  }: Required<Pick<PlayOptions, 'hasAllWorkflows' | 'interrupted'>> &
    Pick<PlayOptions, 'change'> & { readonly isTwice: boolean },
): Promise<void> {
  const printer = createPrinter();
  const age = await describeBundleAge(repositoryRoot);
  if (age !== undefined) printer.phase(age);
  let problems: SetupProposal['problems'] = [];
  const shown = await play(
    {
      folder,
      propose: async (copy) => {
        const survey = await surveyRepository(copy, folder);
        const proposal = proposeSetup(survey, { name: basename(folder), withSketch: false });
        printer.proposal(proposal);
        problems = proposal.problems;
        return proposal.files;
      },
      onPhase: printer.phase,
      onStep: printer.step,
      interrupted,
      hasAllWorkflows,
      change,
      second: isTwice ? 'always' : 'when-quick',
    },
    readShown,
  );
  printer.shown(shown, problems);
  const { path, beside } = await writeReport(reportFolder, {
    name: basename(folder),
    render: (files) => renderTryPage(shown, files),
    pagesBeside: shown.reports.map(({ page }) => page),
  });
  console.log(`\nAs a page: ${relative(process.cwd(), path)}`);
  for (const [index, file] of beside.entries())
    console.log(`Full report (${shown.reports[index]?.artifact ?? ''}): ${relative(process.cwd(), file)}`);
}
