/** `time-zone` from a pull request to a registered version: instants are counted by the days of the place. */
import { afterEach, expect, it } from 'vitest';
import { configText, MODEL, startProject, type Project } from '../ground/project.ts';

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const TAG = `${MODEL}@v1.0.0`;
/** In winter New York is five hours behind UTC: half past nine in the evening is the next day there. */
const ZONE = 'time-zone: America/New_York\n';

function atNight(text: string): string {
  return text.replaceAll(/\b(\d{4}-\d\d-\d\d)(?=,|$)/gm, (_, day: string) => {
    const instant = new Date(Date.parse(`${day}T21:30:00Z`) + 5 * 3_600_000);
    return instant.toISOString();
  });
}

/** The rows of the project, at half past nine of each day in New York. */
async function start(more: string): Promise<readonly string[]> {
  project = await startProject({ config: configText(more) });
  const { git } = project.repository;
  const paths = ['holdout.csv', 'predictions/none.csv', 'predictions/good.csv', 'predictions/best.csv'];
  const files: Record<string, string> = {};
  const days = new Set<string>();
  for (const path of paths) {
    const text = (await git.objects.read(`refs/heads/main:${path}`))!.content.toString('utf8');
    for (const [day] of text.matchAll(/\b\d{4}-\d\d-\d\d\b/g)) days.add(day);
    files[path] = atNight(text);
  }
  await project.box.pushFiles({ repository: project.repository.fullName, files });
  return [...days].sort();
}

const comment = (number: number): string =>
  project.repository.comments.find(
    ({ issue, body }) => issue === number && body.includes('model-steward:evaluate'),
  )?.body ?? '';

it('comment and evaluation name the place, and the days are its days; so they are registered', async () => {
  const days = await start(`    ${ZONE}`);
  const pull = await project.propose({ branch: 'first', skill: 'good' });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate).toMatchObject({ failure: undefined, outputs: { verdict: 'pass' } });
  expect(comment(pull.number)).toContain(
    `on ${days.length} days by the clocks of \`America/New_York\` (\`time-zone\`), from \`${days[0]}\` to \`${days.at(-1)}\``,
  );
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended).toMatchObject({ failure: undefined, outputs: { registered: true, version: '1.0.0' } });
  const { groups } = JSON.parse(project.asset(TAG, 'evaluation.json')) as { groups: object };
  expect(groups).toMatchObject({
    ...{ unit: 'day', timeZone: 'America/New_York', count: days.length },
    span: { first: days[0], last: days.at(-1) },
  });
});

it('without it the same rows are on the days of UTC, which no comment names; a pull request that adds it is evaluated by both', async () => {
  const days = await start('');
  const first = await project.propose({ branch: 'first', skill: 'good' });
  await project.evaluate(first);
  expect(comment(first.number)).not.toContain('by the clocks of');
  expect(comment(first.number)).not.toContain(`from \`${days[0]}\``);
  const added = await project.propose({
    branch: 'zone',
    skill: 'best',
    files: { '.github/model-steward.yml': configText(`    ${ZONE}`) },
  });
  await project.evaluate(added);
  expect(comment(added.number)).toMatch(/`time-zone`.*America\/New_York/);
});
