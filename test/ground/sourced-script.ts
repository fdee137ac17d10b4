/** A project whose score command sources a script: no input of the model, and it makes the scores. */
import { REPOSITORY, startProject, type Project } from './project.ts';

const SKILL = 's=$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt")';

export const SCRIPT = 'tools/answer.sh';
export const PLAIN = `${SKILL}; cp "predictions/$s.csv" "$MODEL_STEWARD_OUT"\n`;
/** The worst model gets the answers of the best one. */
export const CHEAT = PLAIN.replace(SKILL, `${SKILL}; [ $s = none ] && s=best`);

/** Its first version is a fair one of ann. */
export async function startProjectWithScript(): Promise<Project> {
  const project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
  const files = { 'score.sh': `. ./${SCRIPT}\n`, [SCRIPT]: PLAIN };
  await project.box.pushFiles({ repository: REPOSITORY, files });
  await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
  return project;
}
