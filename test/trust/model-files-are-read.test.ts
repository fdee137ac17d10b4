/** Model files are read, not loaded (docs/trust.md#model-files-are-read-not-loaded), by the configuration of the base. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configText, MODEL, startProject, type EndedRegister, type Project } from '../ground/project.ts';

/** What each file makes: a call of `os.getcwd`, a class of a library, and a text that has no end. */
const PICKLES = {
  command: String.raw`cos\ngetcwd\n)R.`,
  library: String.raw`csklearn.linear_model\nRidge\n)\201.`,
  cut: String.raw`\200\004]`,
};

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

async function merged(
  pickle: keyof typeof PICKLES,
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly comment: string; readonly ended: EndedRegister }> {
  const write = `mkdir -p model && cat skill.txt data.txt > model/skill.txt && printf '${PICKLES[pickle]}' > model/model.pkl`;
  const train = `${write} && echo '{"rows": 700}' > metrics.json\n`;
  const pull = await project.propose({
    branch: 'pickled',
    skill: 'fair',
    files: { 'train.sh': train, ...files },
  });
  const { train: trained, evaluate } = await project.evaluate(pull);
  expect([trained.failure, evaluate.failure]).toEqual([undefined, undefined]);
  const comment = project.repository.comments.find(({ issue }) => issue === pull.number)?.body ?? '';
  return { comment, ended: await project.registerPush(await project.merge(pull)) };
}

describe('model files', () => {
  it('a model that runs a command when it is loaded → the comment names it before the merge, and it is not registered', async () => {
    const { comment, ended } = await merged('command');
    expect(comment).toContain('**Not registered like this: loading the model would run more than a model.**');
    expect(comment).toContain(
      '`model.pkl` runs commands, code or connections when it is loaded: `os.getcwd`',
    );
    expect(ended.failure).toContain('FILES_UNSAFE');
    expect(await project.tags()).toEqual([]);
  });

  it('the pull request accepts its own unreadable files → the base decides, and it is not registered', async () => {
    const accepts = configText('    scan: { accept-unscannable: true }\n');
    const { comment, ended } = await merged('cut', { '.github/model-steward.yml': accepts });
    expect(comment).toContain('**Not registered like this: the model files cannot be read to their end.**');
    expect(ended.failure).toContain('FILES_UNSAFE');
  });

  it('a class of a library → it is registered, and release and model.json say that it needs review', async () => {
    const { comment, ended } = await merged('library');
    expect(comment).not.toContain('Not registered like this');
    expect(comment).toContain('`sklearn.linear_model.Ridge`');
    expect(ended.outputs).toMatchObject({ registered: true });
    const tag = `${MODEL}@v1.0.0`;
    expect(JSON.parse(project.asset(tag, 'model.json'))).toMatchObject({
      scan: {
        outcome: 'needs-review',
        findings: [
          {
            path: 'model.pkl',
            rule: 'unknown-global',
            offsetBytes: 0,
            subject: 'sklearn.linear_model.Ridge',
          },
        ],
      },
    });
    expect(project.release(tag).body).toContain('needs review');
  });
});
