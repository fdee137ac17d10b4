import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { surveyOf } from '../domain/setup/survey-of.ts';
import { findCode } from './second-pull.ts';

const codeOf = (config: string, files: Readonly<Record<string, string>>) =>
  findCode(surveyOf({ ...files, [CONFIG_PATH]: `models:\n  m: ${config}\n` }));

describe('the second pull request changes code that trains', () => {
  const files = {
    Makefile: 'm.pkl:\n\tpython src/train.py\n',
    'score.py': '',
    'src/train.py': 'import rows\n',
    'rows.py': '',
  };

  it.each([
    ['{ paths: [src/**], train: { command: make m.pkl, model: m.pkl } }', 'src/train.py'],
    ['{ train: { command: make m.pkl, model: m.pkl } }', 'src/train.py'],
    ['{ train: { command: python src/train.py, model: m.pkl } }', 'src/train.py'],
    ['{ paths: [rows.py], train: { command: python src/train.py, model: m.pkl } }', 'rows.py'],
    ['{ paths: [Makefile], train: { command: make m.pkl, model: m.pkl } }', undefined],
    ['{ paths: [src/**] }', undefined],
  ])('%s', (config, path) => {
    expect(codeOf(config, files)).toBe(path);
  });
});
