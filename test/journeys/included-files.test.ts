/** The team's own text and pictures in comment and report (docs/lifecycle.md#what-train-collects): shown, not checked, and never needed. */
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { configText, startProject, type Project } from '../ground/project.ts';

const { png } = JSON.parse(
  await readFile(new URL('../domain/report/fixtures/pictures.json', import.meta.url), 'utf8'),
) as { readonly png: { readonly base64: string } };

const INCLUDING = "    report: { include: ['report/*.md', 'report/*.png'] }\n";
const TRAINING = [
  'mkdir -p model report && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json',
  "printf '# Why\\n\\nThe **winter** is new. @octocat <script>alert(1)</script> ![x](https://evil.example/x.png)\\n' > report/notes.md",
  `echo ${png.base64} | base64 -d > report/loss.png`,
  'echo no picture > report/broken.png',
  '',
].join('\n');

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const commentOf = (number: number): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

async function reportOf(outputs: Readonly<Record<string, unknown>>): Promise<string> {
  return await readFile(String(outputs.report), 'utf8');
}

describe('files of `report.include`', () => {
  it('are shown in the comment and in the page, and a broken one is named by the summary of the training', async () => {
    project = await startProject({ config: configText(INCLUDING), collaborators: { bob: 'write' } });
    const pull = await project.propose({ branch: 'first', skill: 'good', files: { 'train.sh': TRAINING } });
    const { train, evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
    expect(train.summary).toContain('broken.png is left out: expected a picture in PNG or JPEG');
    const comment = commentOf(pull.number);
    expect(comment).toContain('From the training, not checked');
    expect(comment).toContain('The **winter** is new. @\u200boctocat &lt;script&gt;');
    expect(comment).toContain('Pictures: `loss.png`, in the [Full report](');
    expect(comment).not.toContain('evil.example');
    const page = await reportOf(evaluate.outputs);
    expect(page).toContain('<strong>winter</strong> is new');
    expect(page).toContain(`src="data:image/png;base64,${png.base64}"`);
    // They decide nothing, and are in no release.
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
    const names = project.release('flight-delays@v1.0.0').assets.map(({ name }) => name);
    expect(names.filter((name) => /notes|loss/.test(name))).toEqual([]);
  });

  it('a pull request includes files where the base hides digits → nothing of them is shown', async () => {
    const hiding = configText('    report: verdict-only\n    looks: spend\n');
    project = await startProject({ config: hiding, collaborators: { bob: 'write' } });
    const files = { 'train.sh': TRAINING, '.github/model-steward.yml': configText(INCLUDING) };
    const pull = await project.propose({ branch: 'first', skill: 'good', files });
    const { evaluate } = await project.evaluate(pull);
    expect(commentOf(pull.number)).toContain('**Verdict only.**');
    expect(`${commentOf(pull.number)}\n${evaluate.summary}\n${await reportOf(evaluate.outputs)}`).not.toMatch(
      /winter|base64,/,
    );
  });

  it('a picture that git has, and that the training did not write, is refused', async () => {
    project = await startProject({ config: configText(INCLUDING), collaborators: { bob: 'write' } });
    const pull = await project.propose({
      branch: 'old',
      skill: 'good',
      files: { 'report/old.md': 'last year\n' },
    });
    const { train } = await project.evaluate(pull);
    expect(train.failure).toContain(
      'report: expected files that the training wrote, got files from before it began: report/old.md',
    );
  });
});
