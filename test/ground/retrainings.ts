/** A project whose retrainings get better or worse by known steps: how much of the truth a model sees is a word in its file. */
import { makeFlights, predictionsText } from './predictions.ts';
import { configText, REPOSITORY, startProject, type EndedRegister, type Project } from './project.ts';

const flights = makeFlights(28, 25);
const SKILLS = { strong: 1, weaker: 0.8, weakest: 0.6 } as const;
export type Skill = keyof typeof SKILLS;

const GATE = '\n      - { metric: roc_auc, at-least: 0.5 }';

/** @param rule of `log_loss` in the gate of retrainings. */
export function configOf(rule: string, more = ''): string {
  const retraining = `    promote: automatic\n    gate-retrain: [{ metric: log_loss, ${rule} }]\n`;
  return configText(`${retraining}${more}`, GATE);
}

/** A model is released as first version. */
export async function startRetrainings(config: string, skill: Skill = 'strong'): Promise<Project> {
  const project = await startProject({ config });
  const files = Object.entries(SKILLS).map(([name, share]): [string, string] => [
    `predictions/${name}.csv`,
    predictionsText(flights, share),
  ]);
  await project.box.pushFiles({ repository: REPOSITORY, files: Object.fromEntries(files) });
  await project.ship({ branch: 'first', files: { 'skill.txt': `${skill}\n` } });
  return project;
}

export async function retrainAs(project: Project, skill: Skill): Promise<EndedRegister> {
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'skill.txt': `${skill}\n` } });
  return await project.retrain();
}
