/** The story, scene by scene. What it claims is measured in workflows-examples/flight-delays/STORY.md. */
import { CHALLENGERS_DAY, FAULTY_MONDAYS, FIRST_MODEL_DAY, MONDAYS, RETRAINING_DAY } from './calendar.ts';
import type { RunResult } from './engine/run-workflow.ts';
import { inKilometers } from './kilometers.ts';
import {
  ada,
  addAirports,
  addPartOfMonth,
  firstModel,
  grace,
  simplifyHour,
  type Proposal,
} from './people.ts';
import { showDeployment, showIssue, showPull, showRelease, showSummary } from './report/exhibits.ts';
import { readModelFiles, readParams } from './repository-files.ts';
import { expectOutcome, outputOf, type Scene, type Stage } from './scene.ts';
import { planWeakerGate } from './weaker-gate.ts';

export function planScenes(): readonly Scene[] {
  return [
    {
      title: 'The first pull request becomes version 1',
      at: `${FIRST_MODEL_DAY}T09:00:00Z`,
      play: async (stage) => {
        stage.say(`${ada} proposes a first model, trained on January and evaluated on February and March.`);
        const files = await readModelFiles(firstModel.candidate);
        stage.say('Nothing is in production yet, so it is compared with the baseline.');
        const number = await propose(stage, { proposal: firstModel, files, expected: 'pass' });
        await merge(stage, number);
      },
    },
    ...planChallengers(),
    ...planWeeks(),
    {
      title: 'Scheduled retraining is registered as version 3',
      at: `${RETRAINING_DAY}T03:41:00Z`,
      play: retrain,
    },
    planWeakerGate(),
  ];
}

function planChallengers(): readonly Scene[] {
  let better = 0;
  return [
    {
      title: 'A challenger that is better',
      at: `${CHALLENGERS_DAY}T09:00:00Z`,
      play: async (stage) => {
        stage.say(`A month later ${ada} adds the airports. Both models are evaluated on March and April.`);
        const files = await readParams(addAirports.candidate);
        better = await propose(stage, { proposal: addAirports, files, expected: 'pass' });
      },
    },
    {
      title: 'A challenger that only looks better',
      at: `${CHALLENGERS_DAY}T10:00:00Z`,
      play: async (stage) => {
        stage.say(
          'A test that counts flights finds it significantly better; counting days, the data do not decide.',
        );
        const files = await readParams(addPartOfMonth.candidate);
        const number = await propose(stage, { proposal: addPartOfMonth, files, expected: 'inconclusive' });
        await decline(stage, number, 'Two months cannot show it either way. Come back with more days.');
      },
    },
    {
      title: 'A challenger that is worse',
      at: `${CHALLENGERS_DAY}T11:00:00Z`,
      play: async (stage) => {
        const files = await readParams(simplifyHour.candidate);
        const number = await propose(stage, { proposal: simplifyHour, files, expected: 'fail' });
        await decline(stage, number, 'That is what the hour is worth, then. It stays.');
      },
    },
    {
      title: 'The better one becomes version 2',
      at: `${CHALLENGERS_DAY}T15:00:00Z`,
      play: (stage) => merge(stage, better),
    },
  ];
}

function planWeeks(): readonly Scene[] {
  const [firstFault, secondFault] = FAULTY_MONDAYS;
  const before = MONDAYS.filter((monday) => monday < firstFault);
  const [recovery = '', ...after] = MONDAYS.filter((monday) => monday > secondFault);
  return [
    {
      title: 'Three ordinary weeks',
      at: checkTime(before[0] ?? ''),
      play: async (stage) => {
        stage.say(
          'Flights are late in some weeks and punctual in others. No week is unlike the others: no issue.',
        );
        const runs: RunResult[] = [];
        for (const monday of before) runs.push(await checkWeek(stage, monday, 'none'));
        stage.show(runs.slice(0, 1).map((run) => showSummary(run, 'monitor')));
        expectOutcome('open issues', '0', String(openIssues(stage).length));
      },
    },
    {
      title: 'Injected fault: distances arrive in kilometers',
      at: checkTime(firstFault),
      play: async (stage) => {
        stage.say('INJECTED: from here on the demo multiplies every distance that production gets by 1.609.');
        stage.player.injectFault(inKilometers);
        await checkWeek(stage, firstFault, 'change-processing');
        showOnlyIssue(stage, 'opened');
      },
    },
    {
      title: 'The next week: the same issue, not a second one',
      at: checkTime(secondFault),
      play: async (stage) => {
        await checkWeek(stage, secondFault, 'change-processing');
        showOnlyIssue(stage, 'updated');
      },
    },
    {
      title: 'Fixed: the issue is closed',
      at: checkTime(recovery),
      play: async (stage) => {
        stage.say('INJECTED FAULT ENDS: distances are miles again.');
        stage.player.injectFault(undefined);
        await checkWeek(stage, recovery, 'none');
        showOnlyIssue(stage, 'closed');
      },
    },
    {
      title: 'The weeks until July',
      at: checkTime(after[0] ?? ''),
      play: async (stage) => {
        for (const monday of after) await checkWeek(stage, monday, 'none');
        expectOutcome('open issues', '0', String(openIssues(stage).length));
      },
    },
  ];
}

async function retrain(stage: Stage): Promise<void> {
  stage.say(
    'Every month the model is trained again: this time on January to April, and evaluated on May and June.',
  );
  stage.say('It has to be not worse than production; it need not be better, because its data are newer.');
  const run = stage.keep(await stage.player.schedule('retrain.yml'));
  expectOutcome('verdict of the retraining', 'pass', outputOf(run, 'evaluate', 'verdict'));
  expectOutcome('retraining', 'success', run.conclusion);
  stage.show([showSummary(run, 'evaluate')]);
  showVersion(stage, outputOf(run, 'register', 'tag'));
  showService(stage, run);
}

interface Proposed {
  readonly proposal: Proposal;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: 'pass' | 'fail' | 'inconclusive';
}

/** @returns the number of the pull request, with its verdict. */
async function propose(stage: Stage, { proposal, files, expected }: Proposed): Promise<number> {
  stage.say(`${proposal.author} opens "${proposal.title}".`);
  const { number, run } = await stage.player.propose(proposal, files);
  stage.keep(run);
  const verdict = outputOf(run, 'evaluate', 'verdict');
  stage.say(`#${number}: ${verdict}: ${outputOf(run, 'evaluate', 'reason')}.`);
  expectOutcome(`verdict of "${proposal.title}"`, expected, verdict);
  stage.show(await showPull(stage.repository, number));
  return number;
}

async function merge(stage: Stage, number: number): Promise<void> {
  stage.say(`${grace} merges #${number}.`);
  const run = stage.keep(await stage.player.merge(number));
  expectOutcome(`merge of #${number}`, 'success', run.conclusion);
  showVersion(stage, outputOf(run, 'register', 'tag'));
  showService(stage, run);
  stage.show((await showPull(stage.repository, number)).slice(-1));
}

async function decline(stage: Stage, number: number, words: string): Promise<void> {
  const { player, repository } = stage;
  player.box.comment({ repository: repository.fullName, number, by: grace, body: words });
  await player.close(number);
  stage.say(`${grace} closes #${number}: "${words}"`);
}

function showVersion(stage: Stage, tag: string): void {
  const release = stage.repository.releases.find(({ tagName }) => tagName === tag);
  if (release === undefined) throw new Error(`${tag}: expected its release, got none`);
  stage.say(`Released: ${tag}`);
  stage.show([showRelease(release)]);
}

function showService(stage: Stage, run: RunResult): void {
  expectOutcome('deployment', 'deployed', outputOf(run, 'deploy', 'outcome'));
  stage.say(
    `In service at ${outputOf(run, 'deploy', 'url')}: version ${outputOf(run, 'deploy', 'version')}.`,
  );
  stage.show(stage.repository.deployments.slice(-1).map(showDeployment));
}

const checkTime = (day: string): string => `${day}T05:17:00Z`;

async function checkWeek(stage: Stage, monday: string, expected: string): Promise<RunResult> {
  stage.player.box.clock.set(checkTime(monday));
  const run = stage.keep(await stage.player.schedule('monitor.yml'));
  const decision = outputOf(run, 'monitor', 'decision');
  const words = decision === 'none' ? 'nothing to do' : decision.replaceAll('-', ' ');
  stage.say(`The week before ${monday}: ${words} (${outputOf(run, 'monitor', 'reason')}).`);
  expectOutcome(`decision on ${monday}`, expected, decision);
  return run;
}

function openIssues({ repository }: Stage): Stage['repository']['issues'] {
  return repository.issues.filter(({ pull, state }) => pull === undefined && state === 'open');
}

/** The story's one problem has one issue, whatever happens. */
function showOnlyIssue(stage: Stage, change: 'opened' | 'updated' | 'closed'): void {
  const issues = stage.repository.issues.filter(({ pull }) => pull === undefined);
  const [issue] = issues;
  if (issue === undefined || issues.length > 1) throw new Error(`expected one issue, got ${issues.length}`);
  expectOutcome(`issue #${issue.number}`, change === 'closed' ? 'closed' : 'open', issue.state);
  stage.say(`Issue #${issue.number} was ${change}: ${issue.title}`);
  stage.show(showIssue(stage.repository, issue.number));
}
