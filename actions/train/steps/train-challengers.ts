/**
 * Several models of one run (`train.challengers`): the command runs once for each name, and what each left is copied before
 * the next one writes to the same places (docs/lifecycle.md#several-challengers).
 */
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { withPorts } from '../../../src/shared/usecases/step-context.ts';
import type { TrainStep } from '../ports.ts';
import type { VersionToScore } from './champion-code.ts';
import type { Kept } from './collect.ts';
import { copyKept } from './other-trainings.ts';
import type { TrainPlan } from './plan-training.ts';
import type { NamedEvidence } from './publish-evidence.ts';
import type { ScoredVersion } from './score-models.ts';
import { trainChallenger, type TrainedChallenger } from './train-challenger.ts';
import { isMadeByTraining } from './written.ts';

/** In the order of the configuration; one without a name where it names none. @throws as `trainChallenger`. */
export async function trainChallengers(
  step: TrainStep,
  plan: TrainPlan,
  versions: readonly VersionToScore[],
): Promise<readonly [TrainedChallenger, ...(TrainedChallenger & NamedEvidence)[]]> {
  const [first, ...names] = plan.settings.challengers;
  if (first === undefined)
    return [await trainChallenger(step, plan, { name: undefined, versions, known: undefined })];
  const { workspace, scratch } = step.ports;
  const leftovers: Leftovers = new Map();
  const own = withPorts(step, { ...step.ports, workspace: hideLeftovers(workspace, leftovers) });
  const trainNext = async (
    name: string,
    known: readonly ScoredVersion[] | undefined,
  ): Promise<TrainedChallenger & NamedEvidence> => {
    const trained = await trainChallenger(own, plan, { name, versions, known });
    const kept = await copyKept(trained.kept, await scratch('challenger'));
    await addLeftovers(own.ports.workspace, trained.kept, leftovers);
    return { ...trained, kept, name };
  };
  const trained = await trainNext(first, undefined);
  const others: (TrainedChallenger & NamedEvidence)[] = [];
  for (const name of names) others.push(await trainNext(name, trained.ofVersions));
  return [trained, ...others];
}

/** The states of files that earlier challengers wrote, by path. */
type Leftovers = Map<string, string>;

async function addLeftovers(workspace: Files, kept: readonly Kept[], leftovers: Leftovers): Promise<void> {
  for (const { role, source, record } of kept)
    if (source === workspace && isMadeByTraining(role))
      leftovers.set(record.path, (await workspace.open(record.path)).state);
}

/** Models of different kinds have different files: what the one before left is no part of the next one. */
function hideLeftovers(workspace: Files, leftovers: Leftovers): Files {
  const isLeftover = async (path: string): Promise<boolean> => {
    const state = leftovers.get(path);
    return (
      state !== undefined && (await workspace.exists(path)) && (await workspace.open(path)).state === state
    );
  };
  return {
    ...workspace,
    exists: async (path) => (await workspace.exists(path)) && !(await isLeftover(path)),
    match: async (globs) => {
      const found: string[] = [];
      for (const path of await workspace.match(globs)) if (!(await isLeftover(path))) found.push(path);
      return found;
    },
  };
}
