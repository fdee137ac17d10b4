/** Every code of a phase has its sentence, and a code of a newer version is shown and not acted on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { deploymentSchema } from '../../../src/shared/domain/documents/deployment.ts';
import { parseDocument, serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { phaseCodes, type PhaseCode, type PhaseDetail } from '../../../src/shared/domain/documents/phase.ts';
import { describePhase } from '../../../src/shared/domain/report/phase-text.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const repository = 'ghcr.io/acme/churn';
const path = '/health';
const rows = { rowsSent: 2, rowsPredicted: 2, answer: '[0, 1]' };

const sentences: readonly (readonly [PhaseDetail, string])[] = [
  [{ code: 'files-verified', files: 1 }, '1 file has the registered SHA-256'],
  [{ code: 'files-verified', files: 2 }, '2 files have the registered SHA-256'],
  [{ code: 'image-not-requested' }, 'no `image` to push to'],
  [{ code: 'image-in-registry', repository, digest }, `ghcr.io/acme/churn@${digest}`],
  [{ code: 'target-not-requested' }, 'no `target`: only the image was requested'],
  [{ code: 'not-recorded' }, 'the run ended before it could record what it did'],
  [{ code: 'overtaken', stage: 'production', version: '1.2.0' }, '1.2.0 is assigned to production now'],
  [{ code: 'overtaken', stage: 'production' }, 'no version is assigned to production now'],
  [{ code: 'overtaken', version: '1.2.0' }, 'a deployment of 1.2.0 was requested later'],
  [{ code: 'command-started', version: '1.2.0' }, 'the command started 1.2.0'],
  [
    { code: 'container-created', repository, digest },
    `a container was created from ghcr.io/acme/churn@${digest}`,
  ],
  [{ code: 'traffic-shifted', version: '1.2.0', trafficFraction: 1 }, '1.2.0 receives 100 % of the requests'],
  [{ code: 'health-answered', path, status: 200 }, '/health answers with status 200'],
  [{ code: 'health-no-answer', path }, '/health: nothing answers'],
  [{ code: 'health-status', path, status: 503 }, '/health: it answers with status 503'],
  [{ code: 'health-other-version', path, version: '1.1.0' }, '/health: it still serves version 1.1.0'],
  [{ code: 'container-missing' }, 'the container is gone'],
  [{ code: 'container-ended', exitCode: 137, restarts: 0 }, 'the container ended with exit code 137'],
  [{ code: 'container-ended', exitCode: 1, restarts: 3 }, 'the container ended with exit code 1, 3 restarts'],
  [
    { code: 'container-restarting', exitCode: 1 },
    'the container ended with exit code 1 and is started again',
  ],
  [{ code: 'container-check-passed' }, 'the health check of the image passes'],
  [{ code: 'container-check-failed' }, 'the health check of the image fails'],
  [{ code: 'container-check-pending' }, 'the health check of the image has not passed yet'],
  [{ code: 'container-without-check' }, 'the container runs; its image has no health check'],
  [{ code: 'command-ended', exitCode: 0 }, 'the command ended with exit code 0'],
  [
    { code: 'health-timeout', timeoutSeconds: 3, last: { code: 'health-no-answer', path } },
    'not healthy within 3 s: /health: nothing answers',
  ],
  [{ code: 'smoke-test-passed', ...rows }, '2 rows sent, 2 predicted: [0, 1]'],
  [
    { code: 'smoke-test-row-count', ...rows, rowsPredicted: 1, answer: '[0]' },
    '2 rows sent, but 1 predicted: [0]',
  ],
  [{ code: 'smoke-test-no-answer' }, 'no answer to the example input'],
  [
    {
      code: 'smoke-test-signature',
      problems: [
        { input: 'distance', expected: 'double', found: 'text' },
        { expected: 'float64[-1, 4]', found: 'other-shape', sizes: [1, 2] },
      ],
    },
    'the example input was not sent, for it is not what the signature of the model says: distance: expected double, got text; expected float64[-1, 4], got another shape (1 × 2)',
  ],
  [
    { code: 'smoke-test-status', status: 500, answer: 'Traceback' },
    'status 500 to the example input: Traceback',
  ],
  [{ code: 'smoke-test-no-predictions', answer: '' }, 'expected JSON with predictions, got an empty body'],
  [{ code: 'no-service-url' }, 'no `url` to send it to'],
  [{ code: 'no-example-input' }, 'the release has no example input (`train: example:`)'],
  [{ code: 'previous-restored', version: '1.1.0' }, '1.1.0 serves again'],
  [{ code: 'previous-restored' }, 'the version before serves again'],
  [
    { code: 'previous-unhealthy', version: '1.1.0', health: { code: 'container-missing' } },
    '1.1.0 was started again, but: the container is gone',
  ],
  [
    { code: 'previous-lost', version: '1.1.0' },
    '1.1.0 cannot be started again; what was started is stopped again',
  ],
  [{ code: 'nothing-to-restore' }, 'nothing served before; what was started is stopped again'],
  [
    { code: 'error', error: 'COMMAND_FAILED', message: 'command (start): expected exit code 0, got 7' },
    'command (start): expected exit code 0, got 7',
  ],
];

it.each(sentences)('%j is a sentence', (detail, sentence) => {
  expect(describePhase(detail)).toBe(sentence);
});

test('every code of the list has a sentence above', () => {
  const described = new Set<PhaseCode>(sentences.map(([{ code }]) => code));
  const missing = phaseCodes.filter((code) => !described.has(code));
  expect(missing, 'add its values and its sentence to `sentences` of this file').toEqual([]);
});

describe('a deployment of a newer version', () => {
  const file = join(import.meta.dirname, '../documents/fixtures/deployment.json');
  const text = readFileSync(file, 'utf8').replace('"files-verified"', '"signature-verified"');
  const read = () => parseDocument(deploymentSchema, text, 'deployment.json');

  it('is read, and its unknown code is shown as it is', () => {
    expect(read().phases.map(({ detail }) => describePhase(detail))[0]).toBe('signature-verified');
  });

  it('shows an unknown code inside a known one', () => {
    const inner = text.replace(
      /\{"code":"no-service-url"\}/,
      '{"code":"health-timeout","last":{"code":"pod-evicted"},"timeoutSeconds":3}',
    );
    const { phases } = parseDocument(deploymentSchema, inner, 'deployment.json');
    expect(phases.map(({ detail }) => describePhase(detail)).at(-1)).toBe(
      'not healthy within 3 s: pod-evicted',
    );
  });

  it('is never written by this version', () => {
    expect(() => serializeDocument(deploymentSchema, read())).toThrow('phases.0.detail');
  });
});
