import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ReadEvaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { isKnownEvent, parseEvent } from '../../../src/shared/domain/documents/event.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import {
  checkRegisteredEvaluation,
  checkRegisteredEvent,
  checkRegisteredRun,
} from '../../../src/shared/domain/registry/version-checks.ts';

const fixture = new URL('../documents/fixtures/event-registered.json', import.meta.url);
const event = parseEvent(readFileSync(fixture), 'fixture');
if (!isKnownEvent(event) || event.event !== 'registered') throw new Error('expected a registration');
const { run, version, evaluation: registered } = event;

/** A version whose documents are these. */
function versionOf(evaluation: ReadEvaluation, reevaluation?: ReadEvaluation): typeof version {
  const recorded = (read: ReadEvaluation) => ({ sha256: documentDigest(read), verdict: read.verdict });
  return {
    ...version,
    run: documentDigest(run),
    modelDigest: run.modelSet!.digest,
    evaluation: recorded(evaluation),
    reevaluation: reevaluation && recorded(reevaluation),
  };
}

type Outcome = ReadEvaluation['rules'][number]['outcome'];
type Head = NonNullable<NonNullable<ReadEvaluation['changes']>['head']>;

function evaluationOf(
  verdict: ReadEvaluation['verdict'],
  outcomes: readonly Outcome[],
  own?: Partial<Head> & { readonly outcomes: readonly Outcome[] },
): ReadEvaluation {
  const [rule] = registered.rules;
  const rules = (of: readonly Outcome[]) => of.map((outcome) => ({ ...rule!, outcome }));
  const head = own && {
    gate: 'c'.repeat(64),
    rules: rules(own.outcomes),
    verdict: 'pass' as const,
    reason: 'rules-passed' as const,
  };
  return {
    ...registered,
    ...{ run: documentDigest(run), modelDigest: run.modelSet!.digest, verdict, rules: rules(outcomes) },
    changes: undefined,
    ...(head && { changes: { base: 'a'.repeat(40), keys: [], evaluatedBy: 'both' as const, head } }),
  };
}

describe('the evaluation of a version', () => {
  it.each<readonly [ReadEvaluation['verdict'], readonly Outcome[], readonly Outcome[] | undefined]>([
    ['pass', ['pass', 'not-applicable'], undefined],
    ['fail', ['pass', 'fail', 'inconclusive'], undefined],
    ['inconclusive', ['pass', 'inconclusive'], undefined],
    ['inconclusive', [], undefined],
    ['fail', ['pass'], ['fail']],
    ['fail', ['fail'], ['pass']],
    ['pass', [], ['pass']],
    // A rule whose outcome is hidden counts in the verdict of all of them.
    ['fail', ['pass', 'not-shown'], undefined],
  ])('%s follows from %j and the own rules %j', (verdict, outcomes, own) => {
    const evaluation = evaluationOf(verdict, outcomes, own && { outcomes: own });
    expect(checkRegisteredEvaluation(versionOf(evaluation), evaluation, undefined)).toEqual({
      part: 'evaluation.json',
      result: 'as-registered',
    });
  });

  it.each<readonly [ReadEvaluation['verdict'], readonly Outcome[], readonly Outcome[] | undefined]>([
    ['pass', ['pass', 'fail'], undefined],
    ['pass', ['inconclusive'], undefined],
    ['pass', [], undefined],
    ['pass', ['pass'], ['fail']],
    ['pass', [], ['inconclusive']],
    ['fail', ['pass'], ['pass']],
  ])('%s does not follow from %j and the own rules %j', (verdict, outcomes, own) => {
    const evaluation = evaluationOf(verdict, outcomes, own && { outcomes: own });
    expect(checkRegisteredEvaluation(versionOf(evaluation), evaluation, undefined)).toMatchObject({
      result: 'differs',
      detail: expect.stringMatching(/^verdict by its rules: expected \S+, got \S+$/),
    });
  });

  const passed = evaluationOf('pass', ['pass']);
  const failed = evaluationOf('fail', ['fail']);
  it.each([
    ['digest', versionOf(failed), { ...failed, gate: { ...failed.gate, sha256: 'd'.repeat(64) } }, undefined],
    [
      'training',
      versionOf({ ...passed, run: 'e'.repeat(64) }),
      { ...passed, run: 'e'.repeat(64) },
      undefined,
    ],
    ['model digest', { ...versionOf(passed), modelDigest: 'f'.repeat(64) }, passed, undefined],
    [
      'verdict',
      { ...versionOf(failed), evaluation: { ...versionOf(failed).evaluation, verdict: 'pass' as const } },
      failed,
      undefined,
    ],
    ['of the second evaluation, digest', versionOf(failed, passed), failed, undefined],
    ['of the second evaluation, digest', versionOf(passed), passed, failed],
  ])('%s differs', (what, document, evaluation, reevaluation) => {
    expect(checkRegisteredEvaluation(document, evaluation, reevaluation)).toMatchObject({
      result: 'differs',
      detail: expect.stringMatching(new RegExp(`^${what}: expected \\S+, got \\S+$`)),
    });
  });

  it('the second one decides, and both are as registered', () => {
    expect(checkRegisteredEvaluation(versionOf(failed, passed), failed, passed).result).toBe('as-registered');
  });
});

describe('training and ledger', () => {
  it('are of this version, or not', () => {
    const document = versionOf(registered);
    expect(checkRegisteredRun(document, run).result).toBe('as-registered');
    expect(
      checkRegisteredRun(document, { ...run, parameters: { ...run.parameters, more: 1 } }).detail,
    ).toMatch(/^digest: /);
    expect(checkRegisteredRun({ ...document, modelDigest: 'f'.repeat(64) }, run).detail).toMatch(
      /^model digest: /,
    );
    const digest = documentDigest(version);
    expect(checkRegisteredEvent(digest, 'a.json', event).result).toBe('as-registered');
    expect(checkRegisteredEvent('f'.repeat(64), 'a.json', event)).toMatchObject({
      result: 'differs',
      detail: expect.stringContaining(`got ${digest}`),
    });
    expect(checkRegisteredEvent(digest, 'a.json', undefined).result).toBe('missing');
  });
});
