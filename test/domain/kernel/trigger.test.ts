import { describe, expect, it } from 'vitest';
import { requireTrustedTrigger } from '../../../src/shared/domain/kernel/trigger.ts';

const repository = { owner: 'acme', name: 'flights' };
const followed = (name: string | undefined) => ({
  workflow_run: { head_repository: name === undefined ? null : { full_name: name } },
});

describe('commands', () => {
  it.each([
    ['push', {}],
    ['pull_request', {}],
    ['schedule', {}],
    ['workflow_dispatch', {}],
    ['merge_group', {}],
    ['workflow_run', followed('Acme/Flights')],
  ])('may be run on %s', (eventName, event) => {
    expect(() => requireTrustedTrigger({ eventName, event, repository })).not.toThrow();
  });

  it.each([
    ['pull_request_target', {}],
    ['issue_comment', {}],
    ['workflow_run', followed('mallory/flights')],
    ['workflow_run', followed(undefined)],
    ['workflow_run', {}],
  ])('may not be run on %s with %j, whose code or timing a stranger chooses', (eventName, event) => {
    expect(() => requireTrustedTrigger({ eventName, event, repository })).toThrow(
      expect.objectContaining({ code: 'TRIGGER_UNTRUSTED' }) as Error,
    );
  });
});
