import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readTagMessage, renderTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';

const message = {
  title: 'churn v1.1.0',
  evidence: 'e'.repeat(64),
  evaluation: 'f'.repeat(64),
  commit: 'c'.repeat(40),
  merged: 'b'.repeat(40),
  modelDigest: 'd'.repeat(64),
  operation: 'promote',
  superiorTo: ['1.0.0', '0.9.0'],
  run: 'https://github.com/acme/churn/actions/runs/7',
} as const;

describe('the message of a tag', () => {
  it('says the same when it is read again, whole or in part', () => {
    expect(readTagMessage(renderTagMessage(message))).toEqual(message);
    expect(readTagMessage(renderTagMessage({ title: 'churn v1.0.0', evidence: message.evidence }))).toEqual({
      title: 'churn v1.0.0',
      evidence: message.evidence,
      evaluation: undefined,
      commit: undefined,
      merged: undefined,
      modelDigest: undefined,
      operation: undefined,
      superiorTo: [],
      run: undefined,
    });
  });

  it('has trailers that git itself can read', () => {
    const trailers = execFileSync('git', ['interpret-trailers', '--parse'], {
      input: renderTagMessage(message),
      encoding: 'utf8',
    });
    expect(trailers.split('\n')[0]).toBe(`Evidence: ${message.evidence}`);
    expect(trailers.trim().split('\n')).toHaveLength(8);
  });

  it.each(['', 'm', 'Assigning stage', 'x\n\nOperation: fly\n'])(
    'of somebody else (%j) says nothing',
    (text) => {
      expect(readTagMessage(text)).toMatchObject({ evidence: undefined, operation: undefined });
    },
  );
});
