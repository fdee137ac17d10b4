/** What people read of a run of train; the golden reports are committed beside this file. */
import { describe, expect, it } from 'vitest';
import { renderTrainOutputs, renderTrainReport } from '../../../actions/train/report.ts';
import type { TrainOutcome } from '../../../actions/train/outcome.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { runRecord } from '../../ground/run-record.ts';

const champion = { version: '1.0.0', tag: 'late@v1.0.0', stage: 'production', modelDigest: '1'.repeat(64) };
const file = (path: string) => ({ path, sha256: '2'.repeat(64), sizeBytes: 10 });

function outcome(kind: TrainOutcome['kind'], run: Partial<Run>, notes: readonly string[] = []): TrainOutcome {
  return {
    kind,
    model: 'late',
    stage: 'production',
    runId: 501,
    champion: run.champion,
    notes,
    evidence: {
      run: runRecord({ model: 'late', ...run }),
      others: [],
      runDigest: '3'.repeat(64),
      folder: '/temp/evidence',
      artifact: { name: 'model-steward-late-1', id: 7, sizeBytes: 52_000 },
    },
  };
}

const trained = outcome(
  'trained',
  {
    champion,
    source: { repository: 'acme/late', commit: '4'.repeat(40), tree: '5'.repeat(40), clean: true },
    modelSet: { digest: '6'.repeat(64), files: [file('model.json'), file('notes.txt')] },
    metrics: { log_loss: 0.4312, 'test.auc': 0.75, rows: 42113, Accuracy_percent: 81 },
    metricsFile: {
      writtenNames: { Accuracy_percent: 'Accuracy (%)' },
      notes: { model_type: 'gbm', confusion: '[[1,2],[3,4]]' },
      lastOf: 12,
      leftOut: 3,
    },
    parameters: { depth: 3, name: 'gbm' },
    inputs: {
      files: [
        { ...file('train.py'), role: 'code' },
        { ...file('data/train.csv'), role: 'data' },
      ],
      digest: '7'.repeat(64),
      config: '8'.repeat(64),
      gate: '9'.repeat(64),
    },
    outputs: [{ ...file('predictions-champion.csv'), role: 'predictions-champion' }],
  },
  ['The score command could not score everything: exit code 3'],
);

describe('the report of train', () => {
  it.each([
    ['trained', trained],
    ['unaffected', outcome('unaffected', { champion, unaffected: true, metrics: {} })],
    ['scored', outcome('scored', { champion, metrics: {} })],
    ['nothing', { ...outcome('nothing', {}), evidence: undefined }],
  ] as const)('reads well when %s', async (name, ended) => {
    await expect(renderTrainReport(ended)).toMatchFileSnapshot(`fixtures/${name}.md`);
  });

  it('shows what training code named as text, and nothing more', () => {
    const hostile = '`</summary>@acme/all #1 <img src=x>|';
    const report = renderTrainReport(
      outcome(
        'trained',
        {
          metrics: { auc: 1 },
          metricsFile: { notes: { [hostile]: hostile }, writtenNames: { auc: hostile } },
          parameters: { [hostile]: hostile },
        },
        [hostile],
      ),
    );
    const outsideCode = report.replaceAll('\\`', '').replaceAll(/(`+)[^]*?\1/g, '');
    expect(outsideCode).not.toMatch(/<img|<\/summary>@/);
    expect(report).not.toMatch(/@acme|#1/);
  });

  it('has outputs for steps that follow', () => {
    expect(renderTrainOutputs(trained)).toEqual({
      model: 'late',
      unaffected: false,
      'run-id': 501,
      artifact: 'model-steward-late-1',
      'artifact-id': 7,
      'run-digest': '3'.repeat(64),
      'model-digest': '6'.repeat(64),
      champion: 'late@v1.0.0',
      metrics: '{"log_loss":0.4312,"test.auc":0.75,"rows":42113,"Accuracy_percent":81}',
      evidence: '/temp/evidence',
    });
  });
});
