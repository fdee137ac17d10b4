/** Comments as people read them, committed in fixtures/, and what hostile names can do to them. */
import { contentOf } from '../../ground/memory-files.ts';
import { lexer, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import type { Evaluated } from '../../../actions/evaluate/outcome.ts';
import { readEarlierPushes } from '../../../src/shared/domain/report/earlier-pushes.ts';
import { addLook, lookOf, readLooks } from '../../../src/shared/domain/report/looks.ts';
import { describeInText, renderEvaluateComment } from '../../../actions/evaluate/report.ts';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import {
  computeEvaluation,
  type EvaluationRequest,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import {
  digestChallengerAnswers,
  joinEvidence,
  type ChampionEvidence,
  type TableEvidence,
} from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { combineEvaluations } from '../../../src/shared/domain/evaluation/combine-evaluations.ts';
import { compareProtectedKeys } from '../../../src/shared/domain/config/protected-keys.ts';
import { NO_CHANGES } from '../../../src/shared/domain/supply-chain/sorted-changes.ts';
import type { Protection } from '../../../src/shared/domain/supply-chain/protection.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { runRecord } from '../../ground/run-record.ts';
import { configText, MODEL } from '../../ground/evaluation.ts';
import { goldenCases } from '../../domain/evaluation/golden/cases.ts';
import { makeFlights, predictionsText, type Flight } from '../../ground/predictions.ts';

const HEAD = '8f2c1d3e4b5a69788796a5b4c3d2e1f009182736';
const REPOSITORY_URL = 'https://github.com/acme/flights';

async function evaluationOf(
  flights: readonly Flight[],
  challenger: number,
  champion?: number,
  { config = configText(), anchor }: { readonly config?: string; readonly anchor?: number } = {},
): Promise<Evaluation> {
  const read = (skill: number) => readTable(contentOf(predictionsText(flights, skill)), 'predictions');
  const configured = {
    config: parseConfig(config).models[MODEL]!,
    champion: undefined,
    labels: undefined,
  };
  const registered = async (version: string, skill: number): Promise<ChampionEvidence> => ({
    version,
    tag: `${MODEL}@v${version}`,
    modelDigest: 'b'.repeat(64),
    predictions: { table: await read(skill), source: 'scored' },
    registered: { answers: answersOf({ ...configured, challenger: await read(skill) }) },
    metrics: undefined,
  });
  return computeEvaluation({
    model: MODEL,
    ...configured,
    gate: 'gate',
    run: runRecord(),
    challenger: await read(challenger),
    champion: champion === undefined ? undefined : await registered('1.3.0', champion),
    anchor: anchor === undefined ? undefined : await registered('1.0.0', anchor),
  });
}

/** What the release of a model says that it answered. */
function answersOf(evidence: TableEvidence & Pick<EvaluationRequest, 'config'>) {
  return digestChallengerAnswers(evidence.config, joinEvidence(evidence.config, evidence).rows);
}

/** The last digits of a number depend on the processor, and with them the digest of the evaluation. */
function commentOn(evaluated: Evaluated): string {
  return withoutDigest(renderEvaluateComment(evaluated, []), evaluated);
}

function withoutDigest(comment: string, { evaluation }: Evaluated): string {
  const digest = documentDigest(evaluation).slice(0, 12);
  expect(comment).toContain(`\`${digest}\` (\`evaluation.json\`)`);
  return comment.replaceAll(digest, '0'.repeat(12));
}

function evaluatedOf(evaluation: Evaluation): Evaluated {
  return {
    kind: 'evaluated',
    evaluation,
    readingNotes: [],
    evidence: {
      run: runRecord(),
      files: { root: '/evidence' } as Evaluated['evidence']['files'],
      others: [],
      artifact: {
        id: 7,
        name: `model-steward-${MODEL}-1`,
        sizeBytes: 100,
        digest: undefined,
        expired: false,
        expiresAt: '2027-02-20T09:00:00Z',
        createdAt: '2026-11-22T09:00:00Z',
      },
      attempt: 1,
      runId: 4711,
    },
    kept: undefined,
    pull: {
      kind: 'pull-request',
      number: 12,
      headSha: HEAD,
      headRef: 'better',
      baseRef: 'main',
      author: 'ann',
      baseSha: 'c'.repeat(40),
      isFork: false,
      isReadOnly: false,
    },
    withdrawnBy: undefined,
    protection: undefined,
    scan: undefined,
    repositoryUrl: REPOSITORY_URL,
    runUrl: `${REPOSITORY_URL}/actions/runs/4712`,
    onInconclusive: 'fail',
  };
}

const configOf = (text: string) => parseConfig(text).models[MODEL]!;

function protectionOf(changes: Partial<Protection>): Protection {
  const base = { kind: 'configured', config: configOf(configText()) } as const;
  return {
    commit: 'c'.repeat(40),
    base,
    keys: [],
    files: [],
    isEveryFileKnown: true,
    firstFiles: [],
    otherWorkflows: [],
    sharedFiles: [],
    rowMakers: { training: [], step: [] },
    uncounted: [],
    sorted: NO_CHANGES,
    monitoring: [],
    ...changes,
  };
}

describe('the comment', () => {
  const month = makeFlights(28);

  it.each([
    ['better', month, 0.8, 0.5],
    ['worse', month, 0.2, 0.5],
    ['inconclusive', month, 0.52, 0.5],
    ['too-few-days', makeFlights(5), 0.8, 0.5],
    ['first-model', month, 0.7, undefined],
  ] as const)('reads well: fixtures/%s.md', async (name, flights, challenger, champion) => {
    const evaluated = evaluatedOf(await evaluationOf(flights, challenger, champion));
    await expect(commentOn(evaluated)).toMatchFileSnapshot(`fixtures/${name}.md`);
  });

  it.each([
    ['classes', 'multiclass, by probabilities'],
    ['classes-first-model', 'multiclass, by probabilities, first version'],
  ])('reads well where rows have one of several classes: fixtures/%s.md', async (name, title) => {
    const request = goldenCases[title];
    if (request === undefined) throw new Error(`expected a golden case "${title}"`);
    const comment = commentOn(evaluatedOf(computeEvaluation(request())));
    await expect(comment).toMatchFileSnapshot(`fixtures/${name}.md`);
  });

  it('reads well with margins in both directions, and as a fraction of the champion: fixtures/equivalent.md', async () => {
    const gate = [
      '{ metric: log_loss, equivalent-within: 0.03 }',
      '{ metric: brier, not-worse-by: 0.05, relative: true }',
    ];
    const config = configText(gate.map((rule) => `\n      - ${rule}`).join(''));
    const evaluation = await evaluationOf(month, 0.52, 0.5, { config });
    await expect(commentOn(evaluatedOf(evaluation))).toMatchFileSnapshot('fixtures/equivalent.md');
  });

  it('reads well where no challenger can be better by what is detected: fixtures/out-of-reach.md', async () => {
    const config = configText('\n      - { metric: roc_auc, superior-by: 0 }');
    const easy = makeFlights(8, 20).map((flight) => ({ ...flight, late: flight.truth > 0.8 ? 1 : 0 }));
    const evaluation = await evaluationOf(easy, 0.7, 0.72, { config });
    await expect(commentOn(evaluatedOf(evaluation))).toMatchFileSnapshot('fixtures/out-of-reach.md');
  });

  it('reads well where small losses add up: fixtures/anchor.md', async () => {
    const gate = [
      '{ metric: log_loss, not-worse-by: 0.08, against: both }',
      '{ metric: brier, not-worse-by: 0.05, against: champion }',
    ];
    const config = configText(gate.map((rule) => `\n      - ${rule}`).join(''));
    const evaluation = await evaluationOf(month, 0.5, 0.55, { config, anchor: 0.75 });
    await expect(commentOn(evaluatedOf(evaluation))).toMatchFileSnapshot('fixtures/anchor.md');
  });

  it('reads well where the pull request weakens its own gate: fixtures/weaker-gate.md', async () => {
    const weaker = configText('\n      - { metric: roc_auc, at-least: 0.5 }', '    stage: staging\n');
    const base = await evaluationOf(month, 0.2, 0.5);
    const head = await evaluationOf(month, 0.2, 0.5, { config: weaker });
    const changed = {
      base: 'c'.repeat(40),
      keys: compareProtectedKeys(configOf(configText()), configOf(weaker)),
    };
    const protection = protectionOf({
      keys: changed.keys,
      files: [{ kind: 'workflow', path: '.github/workflows/pull-request.yml' }],
    });
    const evaluated = {
      ...evaluatedOf(combineEvaluations(base, head, { ...changed, keys: [...changed.keys] })),
      protection,
    };
    await expect(commentOn(evaluated)).toMatchFileSnapshot('fixtures/weaker-gate.md');
  });

  it('has the rules of a pull request that adds to its gate, where they decide, and not twice where they are the same', async () => {
    const stricter = configText('\n      - { metric: roc_auc, at-least: 0.99 }');
    const base = await evaluationOf(month, 0.8, 0.5);
    const head = await evaluationOf(month, 0.8, 0.5, { config: stricter });
    const keys = [...compareProtectedKeys(configOf(configText()), configOf(stricter))];
    const render = (own: Evaluation): string =>
      renderEvaluateComment(evaluatedOf(combineEvaluations(base, own, { base: 'c'.repeat(40), keys })), []);
    expect(render(head)).toMatch(
      /\*\*By the configuration of this pull request\*\* · fail\n\n.*\n.*\n.*`roc_auc` at least 0\.99 /,
    );
    expect(render(base)).not.toContain('By the configuration of this pull request');
  });

  it('has an error rate that three challengers share with three decimals', async () => {
    const evaluation = await evaluationOf(month, 0.8, 0.5);
    const shared = { ...evaluation, challengers: { plannedCount: 3 } };
    expect(renderEvaluateComment(evaluatedOf(shared), [])).toContain(
      'in at most 0.833 % of such comparisons (2.5 % shared among 3 challengers)',
    );
  });

  it('says which entries of the metrics file are not numbers, and which row counts', async () => {
    const evaluated = evaluatedOf(await evaluationOf(month, 0.8, 0.5));
    const { evidence } = evaluated;
    const notes = {
      'Hit rate': '93.5%',
      latency: '12 ms',
      loss: 'nan',
      model: 'v2-large',
      day: '2026-01-02',
    };
    const run = { ...evidence.run, metricsFile: { lastOf: 12, notes } };
    const comment = renderEvaluateComment({ ...evaluated, evidence: { ...evidence, run } }, []);
    expect(comment).toContain('Entries of the metrics file that are not numbers (5)');
    expect(comment).toContain('| `Hit rate` | `93.5%` |');
    // In the table of the metrics those that would be one, as a gate spells their names.
    const table = comment.split('\n').filter((line) => line.includes('| no number |'));
    expect(table).toEqual([
      '| `Hit_rate` | no number | – | `93.5%` | – |',
      '| `latency` | no number | – | `12 ms` | – |',
      '| `loss` | no number | – | `nan` | – |',
    ]);
    expect(comment).toContain('The metrics are those of the last of 12 rows or epochs.');
    expect(renderEvaluateComment(evaluated, [])).not.toContain('not numbers');
  });

  it.each([
    [0.8, '', 'Its gate counts too, and passes: the merge registers this model as its first version.'],
    [0.2, '', 'Its gate counts too: as it stands, a merge registers no version.'],
    [0.8, '[]', 'so that of this pull request counts.'],
  ])(
    'says what the merge does where the first configuration comes with it: skill %d, gate %j',
    async (skill, gate, text) => {
      const config = gate === '' ? configText() : configText(` ${gate}`);
      const evaluation = await evaluationOf(month, skill, undefined, { config });
      const protection = protectionOf({ base: { kind: 'first' } });
      const comment = renderEvaluateComment({ ...evaluatedOf(evaluation), protection }, []);
      expect(comment).toContain(text);
      expect(comment.includes('Next: add `gate`')).toBe(gate !== '');
      expect(comment.includes('Its gate counts too')).toBe(gate === '');
    },
  );

  it('says how many users there are, and not which of them is the weakest', async () => {
    const evaluation = await evaluationOf(month, 0.8, 0.5);
    const weakest = { metric: 'log_loss', difference: 1 };
    const groups = { unit: 'value', column: 'user', count: 40, ordered: false, weakest } as const;
    const { notes } = describeInText(evaluatedOf({ ...evaluation, groups }));
    expect(notes.join('\n')).toContain(
      '**Weakest group.** One of 40 different values of `user`: `log_loss` was',
    );
  });

  it('names no day as the weakest where nothing differs, and none that is equal as a gain', async () => {
    const evaluation = await evaluationOf(month, 0.8, 0.5);
    const weakest = { metric: 'log_loss', difference: 0 };
    const groups = { ...evaluation.groups!, weakest };
    const notesOf = (changed: Evaluation): string => describeInText(evaluatedOf(changed)).notes.join('\n');
    expect(notesOf({ ...evaluation, groups })).toContain(
      '`log_loss` was equal to that of the champion, and not worse on any other day.',
    );
    const none = { estimate: 0, lower: 0, upper: 0, confidence: 0.95 };
    const metrics = evaluation.metrics.map((one) => ({ ...one, difference: none }));
    expect(notesOf({ ...evaluation, groups, metrics })).not.toContain('Weakest');
  });

  it('reads well over several pushes, with a changed workflow: fixtures/second-push.md', async () => {
    const protection = protectionOf({
      files: [{ kind: 'workflow', path: '.github/workflows/pull-request.yml' }],
    });
    const evaluated = { ...evaluatedOf(await evaluationOf(month, 0.8, 0.5)), protection };
    const earlier = [
      { commit: '1234567', verdict: 'fail' },
      { commit: 'abcdef0', verdict: 'inconclusive' },
    ] as const;
    const now = lookOf(evaluated.evaluation, '2026-11-22');
    const before = [{ ...now!, answers: 'a'.repeat(16), day: '2026-11-20' }];
    const comment = renderEvaluateComment(evaluated, earlier, addLook(before, now));
    await expect(withoutDigest(comment, evaluated)).toMatchFileSnapshot('fixtures/second-push.md');
    expect(readLooks(comment)).toEqual([...before, now]);
    expect(readEarlierPushes(comment, HEAD.slice(0, 7))).toEqual(earlier);
    expect(readEarlierPushes(comment, '9999999')).toEqual([
      { commit: HEAD.slice(0, 7), verdict: 'pass' },
      ...earlier,
    ]);
  });

  it('keeps twenty earlier pushes, and reads nothing else from a comment that somebody edited', () => {
    const marks = Array.from(
      { length: 30 },
      (_, index) => `<!-- model-steward:push ${String(1_000_000 + index)} pass -->`,
    );
    const forged = ['<!-- model-steward:push ../evil pass -->', '<!-- model-steward:push abcdef1 superb -->'];
    const earlier = readEarlierPushes([...forged, ...marks].join('\n'), '1000000');
    expect(earlier).toHaveLength(20);
    expect(earlier[0]).toEqual({ commit: '1000001', verdict: 'pass' });
  });
});

describe('hostile names', () => {
  const hostile = '</details><img src=x> @octocat fixes #1 https://evil.example `|` \u202e\n# hi';

  it('stay names: no element, link, image or mention but our own', async () => {
    const evaluation = await evaluationOf(makeFlights(28), 0.8, 0.5);
    const comment = renderEvaluateComment(
      evaluatedOf({
        ...evaluation,
        groups: {
          ...evaluation.groups!,
          unit: 'value',
          column: hostile,
          weakest: { name: hostile, metric: 'log_loss', difference: 1 },
        },
        rules: evaluation.rules.map((rule) => ({
          ...rule,
          metric: hostile,
          outcome: 'fail',
          reason: { code: 'no-common-rows' as const },
        })),
        metrics: evaluation.metrics.map((metric) => ({ ...metric, metric: hostile })),
        verdict: 'fail',
        reason: 'rules-failed',
      }),
      [],
    );
    const tokens = tokensOf(comment);
    const html = tokens.filter(({ type }) => type === 'html').map(({ raw }) => raw.trim());
    for (const element of html)
      expect(element).toMatch(/^(<!-- model-steward:[^>]* -->\s*)+$|^<\/?(details|summary|sub)>/);
    const links = tokens
      .filter((token) => token.type === 'link')
      .map((token) => String((token as { href: unknown }).href));
    for (const link of links) expect(link.startsWith(`${REPOSITORY_URL}/`)).toBe(true);
    expect(tokens.filter(({ type }) => type === 'image')).toEqual([]);
    expect(comment).not.toMatch(/@octocat|fixes #1|https:\/\/evil/);
    expect(comment.split('\n').filter((line) => /^[/@]/.test(line))).toEqual([]);
  });
});

function tokensOf(markdown: string): readonly Token[] {
  const collect = (tokens: readonly Token[]): readonly Token[] =>
    tokens.flatMap((token) => {
      const inner = 'tokens' in token ? (token.tokens ?? []) : [];
      const items = token.type === 'list' ? (token.items as Token[]) : [];
      const cells =
        token.type === 'table'
          ? [...token.header, ...(token.rows as { tokens: Token[] }[][]).flat()].flatMap(
              (cell: { tokens: Token[] }) => cell.tokens,
            )
          : [];
      return [token, ...collect([...inner, ...items, ...cells])];
    });
  return collect(lexer(markdown));
}
