import { describe, expect, it } from 'vitest';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { buildModelDocument } from '../../../src/shared/domain/registry/model-document.ts';
import { renderModelCard } from '../../../src/shared/domain/report/model-card.ts';
import { planAssets, planOutputs } from '../../../src/shared/domain/registry/plan-assets.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { runRecord } from '../../ground/run-record.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';

const run = runRecord({
  model: 'churn',
  source: { repository: 'acme/churn', commit: '5'.repeat(40), tree: '6'.repeat(40), clean: true },
  inputs: {
    files: [
      { path: 'train.py', role: 'code', sha256: '7'.repeat(64), sizeBytes: 100 },
      { path: 'data/2026 <new>.csv', role: 'data', sha256: '8'.repeat(64), sizeBytes: 1000 },
    ],
    digest: '1'.repeat(64),
    config: '2'.repeat(64),
    gate: '3'.repeat(64),
  },
  outputs: [{ path: 'model/model.json', role: 'model', sha256: 'f'.repeat(64), sizeBytes: 12 }],
});

function card(
  change: Partial<ModelVersion> = {},
  purpose = 'predict who is about to leave',
  of = run,
): string {
  const evaluation = evaluationRecord();
  const config = modelConfigSchema.parse({ task: 'binary', purpose, owner: '@acme/retention' });
  const { assets } = planAssets({
    run: of,
    evaluation,
    reevaluation: undefined,
    shown: undefined,
    storage: planOutputs(of, { withPredictions: false }),
    digests: new Map(),
  });
  const document = buildModelDocument({
    model: { name: 'churn', config },
    version: '1.1.0',
    commit: '5'.repeat(40),
    run: of,
    evaluation,
    reevaluation: undefined,
    shown: undefined,
    answers: undefined,
    scan: undefined,
    approval: {
      kind: 'pull-request',
      pullRequest: 12,
      headSha: '9'.repeat(40),
      mergedBy: 'bob',
      reviewers: ['carol'],
      runId: 1016,
      runAttempt: 2,
    },
    overrides: [],
    unapproved: undefined,
    approvedChanges: undefined,
    assets,
  });
  const repository = 'acme/churn';
  return renderModelCard({
    document: { ...document, ...change },
    run: of,
    evaluation,
    repository,
    serverUrl: 'https://github.com',
  });
}

describe('the model card', () => {
  it('reads well', async () => {
    await expect(card()).toMatchFileSnapshot('fixtures/model-card.md');
  });

  it('says how the files of the model describe themselves, as `run.json` has it', () => {
    const text = card({}, '', {
      ...run,
      format: {
        ...{ tool: 'mlflow', toolVersion: '3.17.2', flavors: ['sklearn'], leftOut: 2 },
        requirements: ['numpy==2.4.6'],
        inputs: [
          { name: 'age|years', type: 'long' },
          { name: 'city', type: 'string', optional: true },
        ],
      },
    });
    expect(text).toContain('A model of MLflow `3.17.2`, as its files say: `sklearn`. What is not listed');
    expect(text).toContain('| `city` | `string`, may be left out |');
    expect(text).toContain('Inputs (2)');
    expect(text).toContain('Packages (1)');
    expect(text).not.toContain('| `age|years` |');
    expect(card()).not.toContain('as its files say');
  });

  it.each([
    [
      { kind: 'pull-request', mergedBy: 'bob', reviewers: [] },
      'no one: the last commit has no approving review',
    ],
    [{ kind: 'pull-request', mergedBy: 'bob', reviewers: ['carol', 'dan'] }, '`carol`, `dan`'],
    [{ kind: 'retraining', reviewers: [] }, 'the gate for retraining'],
    [{ kind: 'manual', reviewers: [] }, 'whoever started its registration'],
  ] as const)('a version with the approval %j says "approved by %s"', (approval, people) => {
    const { reviewers, ...others } = approval;
    const text = card({ approval: { ...others, reviewers: [...reviewers], runId: 1, runAttempt: 1 } });
    expect(text).toContain(`| approved by | ${people} |`);
    expect(text.includes('| merged by | `bob` |')).toBe('mergedBy' in approval);
  });

  it('says that the files were not scanned only where they were not', () => {
    expect(card()).toContain('The files were not scanned');
    const scanned = card({ scan: { outcome: 'needs-review', findings: [] } });
    expect(scanned).not.toContain('not scanned');
    expect(scanned).toContain('| model files | needs review |');
    expect(scanned).toContain('the row "model files" says the outcome');
  });

  it('shows each override with who wrote it and why', () => {
    const overrides = [{ what: 'recall not-worse-by', by: 'bob', reason: 'labels of March are wrong' }];
    expect(card({ overrides })).toContain(
      '> **Overridden:** `recall not-worse-by` by `bob`: labels of March are wrong',
    );
  });

  it('notifies no one and lets no text of others format it', () => {
    const text = card(
      {
        overrides: [
          { what: 'verdict', by: 'bob', reason: 'closes #1 <img src=x> @everyone | [a](http://evil)' },
        ],
      },
      '<script>@acme</script> **bold** fixes #7',
    );
    expect(text).not.toMatch(/<img|<script|@acme|@everyone|#1\b|#7|http:\/\/evil|\*\*bold/);
  });

  it('lists at most twenty data files: the rest is in run.json', () => {
    const files = Array.from({ length: 50 }, (_, n) => ({
      path: `data/${n}.csv`,
      role: 'data' as const,
      sha256: '8'.repeat(64),
      sizeBytes: 1,
    }));
    const text = card({}, 'x', { ...run, inputs: { ...run.inputs, files } });
    expect(text.match(/\| data \|/g)).toHaveLength(20);
  });
});
