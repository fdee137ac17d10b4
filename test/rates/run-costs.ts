/**
 * Rules about what scoring takes, with the truth exactly on the bound: noise with a long tail, runs that something else on the
 * machine held up, and minutes in which the whole machine is slow.
 */
import type { ScoringMeasurement } from '../../src/shared/domain/documents/run.ts';
import { evaluateRunRule } from '../../src/shared/domain/evaluation/evaluate-run-rule.ts';
import { CONFIDENCE } from '../../src/shared/domain/evaluation/metric-finding.ts';
import { computeRunFinding, type RunFinding } from '../../src/shared/domain/evaluation/run-findings.ts';
import { parseRule, splitByOpponent } from '../../src/shared/domain/evaluation/rule.ts';
import { runRecord } from '../ground/run-record.ts';
import { createWorld, type World } from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const WORLDS = 5000;
const LEVEL = 0.025;
const POWER = 0.8;
const DETECTION_WORLDS = 3000;
const METRIC = 'run:score_seconds';
/** The middle of what a run takes. */
const USUAL_MS = 2000;

interface Machine {
  readonly words: string;
  /** Correlation of how slow the machine is in a run and in the next one; 0 for a machine that is always the same. */
  readonly drift: number;
}

const STEADY: Machine = { words: 'a steady machine', drift: 0 };
const DRIFTING: Machine = { words: 'a machine with slow minutes', drift: 0.9 };

interface Design {
  readonly name: string;
  readonly rounds: number;
  readonly machine: Machine;
  readonly rule: Readonly<Record<string, unknown>>;
  /** What a run of the challenger takes instead of one that is as fast as the champion. */
  readonly slower: (durationMs: number) => number;
  readonly limit: number | undefined;
}

const compared = (rounds: number, machine: Machine) => [
  {
    ...{
      name: `\`not-worse-by\` a margin, ${rounds} rounds, ${machine.words}`,
      rounds,
      machine,
      limit: LEVEL,
    },
    rule: { 'not-worse-by': 0.3 },
    slower: (durationMs: number) => durationMs + 300,
  },
  {
    ...{ name: `\`not-worse-by: 0.2\` of the champion, ${rounds} rounds, ${machine.words}`, rounds, machine },
    ...{ rule: { 'not-worse-by': 0.2, relative: true }, limit: LEVEL },
    slower: (durationMs: number) => 1.2 * durationMs,
  },
];
const bounded = (rounds: number, machine: Machine, limit: number | undefined): Design => ({
  ...{ name: `\`at-most\` a bound, ${rounds} rounds, ${machine.words}`, rounds, machine, limit },
  ...{ rule: { 'at-most': USUAL_MS / 1000 }, slower: (durationMs: number) => durationMs },
});

const designs: readonly Design[] = [
  ...[6, 9, 20].flatMap((rounds) => compared(rounds, DRIFTING)),
  bounded(9, STEADY, LEVEL),
  bounded(20, STEADY, LEVEL),
  bounded(9, DRIFTING, undefined),
];

export function measureRunCosts(): readonly Rate[] {
  return [...measureAtBounds(), ...measureDetected()];
}

function measureAtBounds(): readonly Rate[] {
  const worlds = WORLDS * sizeFactor();
  return designs.map((design, index) => {
    const world = createWorld(61 + index);
    const passed = Array.from({ length: worlds }, () => passes(design, world)).filter(Boolean).length;
    const { name, limit } = design;
    return {
      what: `scoring takes exactly what is allowed, ${name}: passes`,
      stated: limit === undefined ? 'no limit' : `at most ${percent(limit)}`,
      measured: percent(passed / worlds),
      holds: limit === undefined || passed / worlds <= limit + monteCarloError(limit, worlds),
    };
  });
}

/**
 * A gain as large as the printed minimum detectable effect. On this machine something holds up 19 % of the comparisons: of
 * 6 rounds each has to be faster, so that one of these decides.
 */
function measureDetected(): readonly Rate[] {
  const worlds = DETECTION_WORLDS * sizeFactor();
  return [
    { rounds: 6, limit: undefined },
    { rounds: 9, limit: POWER },
    { rounds: 20, limit: POWER },
  ].map(({ rounds, limit }, index) => {
    const world = createWorld(71 + index);
    const printed = Array.from({ length: worlds }, () => detectableMs(rounds, world));
    const gainMs = printed.reduce((sum, value) => sum + value, 0) / worlds;
    const faster: Design = {
      ...{ name: '', rounds, machine: DRIFTING, limit, rule: { 'superior-by': 0 } },
      slower: (durationMs) => durationMs - gainMs,
    };
    const found = Array.from({ length: worlds }, () => passes(faster, world)).filter(Boolean).length / worlds;
    return {
      what: `scoring is faster by the printed minimum detectable effect, ${rounds} rounds, ${DRIFTING.words}: it is found`,
      stated: limit === undefined ? 'no limit' : `at least ${percent(limit)}`,
      measured: percent(found),
      holds: limit === undefined || found >= limit - monteCarloError(limit, worlds),
    };
  });
}

function detectableMs(rounds: number, world: World): number {
  const finding = findCosts(drawRounds(rounds, DRIFTING, world));
  const effect =
    finding.kind === 'measured' ? finding.compared?.difference.minimumDetectableEffect : undefined;
  if (effect === undefined) throw new RangeError(`expected an interval of ${rounds} rounds`);
  return 1000 * effect;
}

function passes({ rounds, machine, rule, slower }: Design, world: World): boolean {
  const [single] = splitByOpponent(parseRule({ metric: METRIC, ...rule }), false);
  if (single === undefined) throw new RangeError('expected a rule');
  const measurements = drawRounds(rounds, machine, world).map((each) =>
    each.model === 'challenger' ? { ...each, durationMs: slower(each.durationMs) } : each,
  );
  const finding = findCosts(measurements);
  return evaluateRunRule(single, finding, { role: 'champion', answersChanged: false }).outcome === 'pass';
}

function findCosts(measurements: ScoringMeasurement[]): RunFinding {
  const data = { path: 'rows.csv', sizeBytes: 1, sha256: 'c'.repeat(64) };
  const opponent = { role: 'champion', version: { source: 'scored', modelSizeBytes: 1 } } as const;
  const run = runRecord({ scored: { data, measurements } });
  return computeRunFinding(METRIC, run, { opponent, confidence: CONFIDENCE });
}

/** Both models are as fast, in the order in which train measures them. */
function drawRounds(count: number, { drift }: Machine, world: World): ScoringMeasurement[] {
  let slow = world.normal();
  return Array.from({ length: count }, (_, index) => {
    const order = ['challenger', 'champion'] as const;
    return (index % 2 === 0 ? order : order.toReversed()).map((model) => {
      slow = drift * slow + Math.sqrt(1 - drift * drift) * world.normal();
      const noise = 0.1 * world.normal() + (drift === 0 ? 0 : 0.15 * slow);
      // Held up as often as quickened, so that the middle stays known.
      const jump = world.uniform() < 0.1 ? (world.uniform() < 0.5 ? 1.5 : -0.2) : 0;
      return { model, round: index + 1, durationMs: USUAL_MS * Math.exp(noise + jump) };
    });
  }).flat();
}
