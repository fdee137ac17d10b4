/**
 * `npm run bench:registry`: which version is in a stage, by the tags of a clone with 10,000 versions and 1,000 stage moves
 * of one model. Whole processes on both sides, by turns: that of Model Steward (Node starts, git lists the tags, the actions'
 * own code decides) and `gto show` of GTO 1.10.1, which is installed by pip. What Node needs to start is part of the first, and
 * the time inside of the process is said apart. Where GTO does not answer within 300 s, its time is extrapolated from
 * smaller sizes by a power law above its start, is at least these 300 s, and is marked so.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TEN_YEARS, writeHistory } from '../ground/long-history.ts';
import { installGto } from '../real/tools.ts';
import { readCountOf, refuseArguments } from './usage.ts';

const MODEL = 'churn';
const STAGE = 'production';
const LIMIT_MS = 300_000;
const ROUNDS = 3;
const SMALLER_SIZES = [400, 800, 1_600, 3_200] as const;
/** A size that would take longer is left out, so that all of it ends within ten minutes on a slow machine too. */
const LIMIT_OF_SMALLER_MS = 60_000;
/** GTO takes up to four times as long for twice the tags. */
const GROWTH_OF_TWICE = 4;
/** What GTO takes for it is its start, which does not grow and is no part of the power law. */
const SMALLEST_SIZE = 2;
/** For a trial of this program. */
const versions = readCountOf('BENCH_VERSIONS', 'bench:registry', TEN_YEARS.versions);
refuseArguments('bench:registry');

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'bench-registry-'));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Timed {
  readonly tookMs: number;
  readonly output: string;
}

async function measure(): Promise<void> {
  const gto = await installGto();
  const startMs = (await stageByGto(gto, await createClone(SMALLEST_SIZE)))?.tookMs ?? 0;
  const points: (readonly [number, number])[] = [];
  for (const size of SMALLER_SIZES) {
    const clone = await createClone(size);
    const steward = await stageBySteward(clone);
    const gtoRun = await stageByGto(gto, clone);
    if (gtoRun === undefined) break;
    requireSame(size, steward.output, gtoRun.output);
    points.push([size, Math.max(1, gtoRun.tookMs - startMs)]);
    report(`${size} versions`, { steward, gtoMs: gtoRun.tookMs, isExtrapolated: false });
    if (points.length > 1 && gtoRun.tookMs * GROWTH_OF_TWICE > LIMIT_OF_SMALLER_MS) break;
  }
  const clone = await createClone(versions);
  const rounds: Timed[] = [];
  let gtoRun: Timed | undefined;
  for (let round = 1; round <= ROUNDS; round += 1) {
    rounds.push(await stageBySteward(clone));
    if (round === 1 || gtoRun !== undefined) gtoRun = await stageByGto(gto, clone);
  }
  const steward = rounds.toSorted((left, right) => left.tookMs - right.tookMs)[Math.floor(ROUNDS / 2)]!;
  if (gtoRun !== undefined) requireSame(versions, steward.output, gtoRun.output);
  // It is known to take longer than the limit.
  const gtoMs = gtoRun?.tookMs ?? Math.max(LIMIT_MS, startMs + extrapolate(points, versions));
  report(`${versions} versions`, { steward, gtoMs, isExtrapolated: gtoRun === undefined });
}

/** A commit, the history, and one version in the stage at its end. */
async function createClone(size: number): Promise<string> {
  const clone = join(folder, `clone-${size}`);
  const person = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-C', clone, ...person, ...args]);
  execFileSync('git', ['init', '--quiet', clone]);
  git('commit', '--quiet', '--allow-empty', '-m', 'Begin');
  const stageMoves = Math.max(2, Math.round(size / 10 / 2) * 2);
  await writeHistory(join(clone, '.git'), { model: MODEL, versions: size, stageMoves, otherModels: 0 });
  git('tag', '-a', '-m', 'Promote', `${MODEL}#${STAGE}#${stageMoves + 2}`, `${MODEL}@v0.${size}.0^{}`);
  return clone;
}

async function stageBySteward(clone: string): Promise<Timed> {
  return (await timed(process.execPath, [join(import.meta.dirname, 'stage-of.ts'), clone, MODEL, STAGE]))!;
}

/** @returns undefined when it does not answer in time. */
function stageByGto(gto: string, clone: string): Promise<Timed | undefined> {
  return timed(gto, ['show', '--repo', clone, `${MODEL}#${STAGE}`]);
}

async function timed(command: string, args: readonly string[]): Promise<Timed | undefined> {
  const startedMs = performance.now();
  try {
    const { stdout } = await run(command, args, {
      timeout: LIMIT_MS,
      env: { ...process.env, NO_COLOR: '1' },
    });
    return { tookMs: performance.now() - startedMs, output: stdout };
  } catch (error) {
    if (performance.now() - startedMs >= LIMIT_MS) return undefined;
    throw error;
  }
}

/** Both have to say the version that was promoted last, or the times compare nothing. */
function requireSame(size: number, steward: string, gtoRun: string): void {
  for (const [who, said] of [
    ['Model Steward', steward],
    ['gto show', gtoRun],
  ] as const) {
    if (!said.includes(`0.${size}.0`))
      throw new Error(`${who}: expected v0.${size}.0 in ${STAGE}, got:\n${said}`);
  }
}

/** log t = a + b log n, by least squares. */
function extrapolate(points: readonly (readonly [number, number])[], size: number): number {
  const logs = points.map(([n, tookMs]) => [Math.log(n), Math.log(tookMs)] as const);
  const mean = (of: (point: readonly [number, number]) => number): number =>
    logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [x, y] = [mean(([n]) => n), mean(([, tookMs]) => tookMs)];
  const slope = mean(([n, tookMs]) => (n - x) * (tookMs - y)) / mean(([n]) => (n - x) ** 2);
  console.log(`GTO grows with the power ${slope.toFixed(2)} of the number of versions.`);
  return Math.exp(y + slope * (Math.log(size) - x));
}

interface Comparison {
  readonly steward: Timed;
  readonly gtoMs: number;
  readonly isExtrapolated: boolean;
}

function report(what: string, { steward, gtoMs, isExtrapolated }: Comparison): void {
  const { readMs, resolveMs } = JSON.parse(steward.output) as Readonly<
    Record<'readMs' | 'resolveMs', number>
  >;
  const mark = isExtrapolated ? ' (extrapolated: no answer in 300 s)' : '';
  const inside = `inside: ${readMs.toFixed(0)} ms git, ${resolveMs.toFixed(0)} ms decision`;
  const ratio = `${(gtoMs / steward.tookMs).toFixed(0)} times, ${(gtoMs / (readMs + resolveMs)).toFixed(0)} times inside`;
  console.log(
    `${what}: Model Steward ${steward.tookMs.toFixed(0)} ms (${inside}), GTO ${(gtoMs / 1000).toFixed(1)} s${mark}: ${ratio}`,
  );
}
