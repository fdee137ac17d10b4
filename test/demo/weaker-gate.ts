/** The last scene: a pull request that is worse, and brings gates that suit it. */
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { RETRAINING_DAY } from './calendar.ts';
import { alan, grace, removeAirports } from './people.ts';
import { showPull } from './report/exhibits.ts';
import { editConfig, readParams } from './repository-files.ts';
import { errorOf, expectOutcome, outputOf, type Scene, type Stage } from './scene.ts';

/** Everything that was measured passes these rules; the second and fourth are those of `gate-retrain`. */
const WEAKER: readonly (readonly [from: string, to: string])[] = [
  ['{ metric: roc_auc, superior-by: 0.002 }', '{ metric: roc_auc, not-worse-by: 0.05 }'],
  ['{ metric: roc_auc, not-worse-by: 0.002 }', '{ metric: roc_auc, not-worse-by: 0.05 }'],
  ['{ metric: log_loss, not-worse-by: 0.001 }', '{ metric: log_loss, not-worse-by: 0.05 }'],
  ['{ metric: log_loss, not-worse-by: 0.001 }', '{ metric: log_loss, not-worse-by: 0.05 }'],
];

export function planWeakerGate(): Scene {
  return {
    title: 'A pull request that weakens its own gate',
    at: `${RETRAINING_DAY}T13:00:00Z`,
    play: async (stage) => {
      const number = await proposeWeakerGate(stage);
      await runByHand(stage);
      await mergeInVain(stage, number);
    },
  };
}

async function proposeWeakerGate(stage: Stage): Promise<number> {
  const { player, repository } = stage;
  stage.say(`${alan} opens "${removeAirports.title}", and loosens the gate so that it passes.`);
  const config = await repository.git.objects.read(`refs/heads/main:${CONFIG_PATH}`);
  if (config?.type !== 'blob') throw new Error(`${CONFIG_PATH}: expected a file on main, got none`);
  const { number, run } = await player.propose(removeAirports, {
    ...(await readParams(removeAirports.candidate)),
    [CONFIG_PATH]: editConfig(config.content.toString(), WEAKER),
  });
  stage.keep(run);
  const verdict = outputOf(run, 'evaluate', 'verdict');
  stage.say(`#${number}: ${verdict}: ${outputOf(run, 'evaluate', 'reason')}.`);
  expectOutcome('verdict of the weaker gate', 'fail', verdict);
  stage.show(await showPull(repository, number));
  return number;
}

async function runByHand(stage: Stage): Promise<void> {
  stage.say(`${alan} starts the retraining by hand on the branch, where \`gate-retrain\` decides.`);
  const run = stage.keep(await stage.player.runByHand(removeAirports, 'retrain.yml'));
  expectOutcome('retraining on the branch', 'failure', run.conclusion);
  stage.say(`It registers nothing: ${errorOf(run, 'register')}`);
}

async function mergeInVain(stage: Stage, number: number): Promise<void> {
  const { player, repository } = stage;
  const releases = repository.releases.length;
  stage.say(`${grace} overlooks the red status and merges #${number}.`);
  const run = stage.keep(await player.merge(number));
  expectOutcome(`registration of #${number}`, 'failure', run.conclusion);
  stage.say(`Nothing is registered: ${errorOf(run, 'register')}`);
  expectOutcome('releases', String(releases), String(repository.releases.length));
  stage.say('What was in production stays there.');
  stage.show((await showPull(repository, number)).slice(-1));
}
