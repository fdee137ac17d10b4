/** Workflows that use these actions, in the spellings that YAML has. */
import { expect, test } from 'vitest';
import { usesModelSteward } from '../../../src/shared/domain/supply-chain/evidence-runs.ts';

const jobs = (step: string): string => `on: pull_request\njobs:\n  model:\n    steps:\n${step}`;
const TRAIN = 'model-steward/model-steward/actions/train@v1';

test.each([
  ['plain', jobs(`      - uses: ${TRAIN}`)],
  ['in braces', jobs(`      - {uses: ${TRAIN}}`)],
  ['a folded text', jobs(`      - "uses": >-\n          ${TRAIN}`)],
  ['escaped letters', jobs(String.raw`      - "u\x73es": "acme/fork/\x61ctions/train@main"`)],
  ['behind an anchor', `x: &it ${TRAIN}\n${jobs('      - uses: *it')}`],
  ['from the checkout', jobs('      - uses: ./actions/evaluate')],
])('%s', (_spelling, workflow) => {
  expect(usesModelSteward(workflow)).toBe(true);
});

test.each([
  ['another action', jobs('      - uses: actions/checkout@v6')],
  ['a comment', jobs(`      - run: make # uses: ${TRAIN}`)],
  ['a text of a command', jobs(`      - run: |\n          uses: ${TRAIN}`)],
  ['no workflow', `- uses: ${TRAIN}`],
  ['no YAML', `jobs: [\n  uses: ${TRAIN}`],
])('%s is no use', (_case, workflow) => {
  expect(usesModelSteward(workflow)).toBe(false);
});
