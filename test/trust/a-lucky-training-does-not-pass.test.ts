/** One good training of code that is no better does not get in, and a pull request does not choose how many trainings count. */
import { describe, expect, it } from 'vitest';
import { configText, startProject } from '../ground/project.ts';

const ONCE = configText();
const TWICE = ONCE.replace('command: bash train.sh,', 'command: bash train.sh, seeds: 2,');
/** The training with seed 1 sees nothing of the truth. */
const LUCKY = `mkdir -p model
skill=$(cat skill.txt)
[ "$MODEL_STEWARD_SEED" = 0 ] || skill=none
printf '%s\\n' "$skill" > model/skill.txt
cat data.txt >> model/skill.txt
echo '{"rows": 700}' > metrics.json
`;

describe('a model that is trained with two seeds', () => {
  it('each of its trainings is good → it passes, and is registered', async () => {
    await using project = await startProject({ config: TWICE });
    const pull = await project.propose({ branch: 'first', skill: 'fair' });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
    expect(evaluate.summary).toContain('2 trainings, with the seeds 0 to 1, left the same model');
    const { failure } = await project.registerPush(await project.merge(pull));
    expect(failure).toBeUndefined();
    expect(await project.tags()).toContain('flight-delays@v1.0.0');
  });

  it('only the training that is kept is good → it does not pass', async () => {
    await using project = await startProject({ config: TWICE });
    const pull = await project.propose({ branch: 'lucky', skill: 'best', files: { 'train.sh': LUCKY } });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'inconclusive' });
    expect(evaluate.summary).toContain('mean of 2 trainings');
    expect(evaluate.summary).toContain('with the seed variance');
  });

  it('a pull request asks for fewer trainings → those that the base asks for are missing', async () => {
    await using project = await startProject({ config: TWICE });
    const files = { 'train.sh': LUCKY, '.github/model-steward.yml': ONCE };
    const pull = await project.propose({ branch: 'fewer', skill: 'best', files });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'inconclusive' });
    expect(evaluate.summary).toContain('`train.seeds`');
    expect(evaluate.summary).toContain('1 training with evidence, and the configuration asks for 2');
  });
});
