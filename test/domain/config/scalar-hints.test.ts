/** Scalars of YAML that are no text, where the configuration wants one: what to write is in the hint. */
import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';

it.each([
  ['true', 'expected text, got true', 'put it in quotes, as it should read: "true"'],
  ['1.5', 'expected text, got 1.5', 'put it in quotes, as it should read: "1.5"'],
  ['[python, train.py]', 'expected text, got a list with 2 entries', 'write one text: "python train.py"'],
  ['', 'expected text, got an empty value', 'look the key up in docs/configuration.md of Model Steward'],
])('a command that is %s is refused with a hint', (scalar, message, hint) => {
  const work = () => parseConfig(`models:\n  m:\n    train: { command: ${scalar}, model: m.pkl }\n`);
  expect(work).toThrow(`model-steward.yml:3:23: models.m.train.command: ${message}`);
  expect(work).toThrow(expect.objectContaining({ hint }));
});
