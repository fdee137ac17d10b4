/**
 * The cases of an action: each of its writes with each trouble, then the same job again. After the trouble nothing is
 * doubled, half published or shown to strangers, and the step has succeeded or has said what failed. After the re-run
 * everything is as if nothing had happened.
 */
import { expect } from 'vitest';
import type { EndedStep } from '../ground/step.ts';
import { drive, type Hit } from './drive.ts';
import { isKill, troubles, type Trouble } from './fault.ts';
import { checkInvariants, findSecrets } from './invariants.ts';
import type { Remains } from './remains.ts';
import type { Stage } from './stage.ts';

export interface Usual {
  readonly writes: readonly string[];
  readonly remains: Remains;
}

/** The step without trouble: its writes, and what it leaves. */
export async function playUsual(stage: Stage): Promise<Usual> {
  await stage.restore();
  const { ended, writes } = await play(stage);
  expectUsualEnd(stage, ended);
  expect(ended?.warnings).toEqual([]);
  return { writes, remains: await stage.remains() };
}

/** All cases, or one that `FAULTS_ONLY` names. */
export function casesOf({ writes }: Usual): readonly Hit[] {
  return writes.flatMap((_, write) => troubles.map((trouble): Hit => ({ write, trouble })));
}

/** @throws an error that says how this one case is run alone. */
export async function playCase(stage: Stage, action: string, usual: Usual, hit: Hit): Promise<void> {
  try {
    await playAndCheck(stage, usual, hit);
  } catch (error) {
    const { write, trouble } = hit;
    const place = `${action}: write ${write} (${usual.writes[write] ?? 'none'}), ${trouble}`;
    const again = `FAULTS_ONLY="${action} ${write} ${trouble}" npm run test:faults`;
    throw new Error(`${place}\n  alone: ${again}\n${describe(error)}`, { cause: error });
  }
}

async function playAndCheck(stage: Stage, usual: Usual, hit: Hit): Promise<void> {
  await stage.restore();
  const first = await play(stage, hit);
  await checkInvariants(stage);
  checkEnd(first.ended, hit.trouble);
  if (first.ended !== undefined && isWhole(stage, first.ended)) {
    requireSame('after a step that reported success', await stage.remains(), usual.remains);
  }
  await playAgain(stage, usual);
}

/** The job again, as "Re-run failed jobs" starts it: afterwards everything is as if nothing had happened. */
export async function playAgain(stage: Stage, usual: Usual): Promise<void> {
  const second = await play(stage, undefined, 2);
  await checkInvariants(stage);
  expectUsualEnd(stage, second.ended);
  requireSame('after the re-run', await stage.remains(), usual.remains);
}

/** Line by line: what is missing, and what is too much. */
function requireSame(when: string, actual: Remains, expected: Remains): void {
  const linesOf = (remains: Remains): readonly string[] =>
    Object.entries(remains).flatMap(([kind, items]) =>
      [items].flat().map((item) => `${kind}: ${JSON.stringify(item)}`),
    );
  const [got, wanted] = [linesOf(actual), linesOf(expected)];
  const missing = wanted.filter((line) => !got.includes(line)).map((line) => `- ${line}`);
  const surplus = got.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`);
  if (got.length !== wanted.length) surplus.push(`${got.length} things instead of ${wanted.length}`);
  expect([...missing, ...surplus].join('\n'), when).toBe('');
}

function expectUsualEnd({ failure }: Stage, ended: EndedStep | undefined): void {
  if (failure === undefined) expect(ended?.failure, 'end of the step').toBeUndefined();
  else expect(ended?.failure, 'end of the step').toMatch(failure);
}

function isWhole({ failure: usual }: Stage, { failure, warnings }: EndedStep): boolean {
  const isUsual = usual === undefined ? failure === undefined : usual.test(failure ?? '');
  return isUsual && warnings.length === 0;
}

/** A step succeeds, or says with a code what failed; what is only late or lost on the way it gets over. */
function checkEnd(ended: EndedStep | undefined, trouble: Trouble): void {
  if (ended === undefined) {
    expect(isKill(trouble), 'was killed').toBe(true);
    return;
  }
  const said = [ended.failure ?? [], ended.warnings].flat();
  for (const text of said) expect(text).toMatch(/^[^\n]{20,}/);
  expect(said.filter((text) => /DEFECT|undefined|\[object|\n\s+at /.test(text))).toEqual([]);
}

/** In the first attempt of the run, or in one after that, as "Re-run failed jobs" starts it. */
async function play(stage: Stage, hit?: Hit, attempt: 1 | 2 = 1): ReturnType<typeof drive> {
  const { box, run, jobOptions } = stage;
  const job = attempt === 1 ? await run.startJob(jobOptions) : await box.rerun(run, jobOptions);
  const driven = await drive({ box, job, ...(await stage.request(job)) }, hit);
  const secrets = [job.token, job.environment.ACTIONS_RUNTIME_TOKEN!];
  expect(await findSecrets(stage, driven.ended, secrets), 'secrets that are shown').toEqual([]);
  return driven;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const actual: unknown = Reflect.get(error, 'actual');
  return [error.message, ...(typeof actual === 'string' ? [actual] : [])].join('\n');
}
