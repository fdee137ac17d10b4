/**
 * What decides a verdict is protected: evaluation/ takes the part of the configuration that both configurations evaluate by,
 * so that reading any other key there does not compile.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const files = globSync('src/shared/domain/{evaluation,metrics}/**/*.ts', { cwd: ROOT });

test('no file of an evaluation takes the whole configuration of a model', () => {
  expect(files.length).toBeGreaterThan(60);
  const whole = files.filter((path) =>
    /\b(?:ModelConfig|SelectedModel|modelConfigSchema)\b/.test(readFileSync(join(ROOT, path), 'utf8')),
  );
  expect(whole, 'take EvaluatingConfig of config/select-model.ts instead').toEqual([]);
});
