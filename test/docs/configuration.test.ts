/** Every key of the configuration says what it means, with an example that is accepted. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { EDITOR_LINE, listConfigKeys, renderConfiguration } from '../tools/configuration.ts';
import { listRepositoryFiles } from '../tools/repository-files.ts';

const ROOT = join(import.meta.dirname, '../..');
const keys = listConfigKeys();

const document = renderConfiguration();
const sectionOf = (heading: string): string =>
  document.split('\n## ').find((part) => part.startsWith(`${heading}\n`)) ?? '';

describe('every key of the configuration', () => {
  it('is listed, from sections and from lists', () => {
    expect(keys.length).toBeGreaterThan(50);
    expect(keys.map(({ path }) => path)).toEqual(expect.arrayContaining(['train.command', 'gate[].metric']));
  });

  it.each(keys)('$path has a meaning: add it with key(…) in src/shared/domain/config', ({ node }) => {
    expect(node.description ?? '', 'a sentence without its period').toMatch(/^.{10,}[^.]$/);
  });

  // A rule of `gate-retrain` has the keys of `gate`, which its section says.
  const shown = keys.filter(({ path }) => !path.startsWith('gate-retrain[]'));
  it.each(shown)('$path has a row with type, default, meaning and example', ({ path, node }) => {
    const parent = path.includes('.') ? (path.split(/\[?\]?\./)[0] ?? '') : undefined;
    const name = parent === undefined ? path : path.slice(path.indexOf('.') + 1);
    const section = sectionOf(parent === undefined ? 'A model' : `\`${parent}\``);
    const row = section.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
    expect(cells).toHaveLength(7);
    expect(cells.slice(1, -1), `${path}: no cell of its row is empty`).not.toContain('');
    expect(cells[4]).toBe(node.description?.replaceAll('|', '\\|'));
  });

  it.each(keys)('$path has an example that its own schema accepts', ({ node }) => {
    const { examples = [], ...schema } = node;
    expect(examples, 'give an example with key(…) in src/shared/domain/config').not.toEqual([]);
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const example of examples) expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe('the line for editors', () => {
  const address = EDITOR_LINE.split('$schema=')[1] ?? '';

  it('leads to a schema of this repository that carries this address', async () => {
    const path = /\/v1\/(.+)$/.exec(address)?.[1] ?? '';
    const schema: unknown = JSON.parse(await readFile(join(ROOT, path), 'utf8'));
    expect(schema).toMatchObject({ $id: address });
  });

  it('is the first one of every configuration that people are shown', async () => {
    const paths = (await listRepositoryFiles(ROOT)).filter(
      (path) =>
        /^(README\.md|docs\/.*\.md|workflows-examples\/.*\.md)$/.test(path) ||
        path.endsWith('.github/model-steward.yml'),
    );
    const texts = await Promise.all(paths.map((path) => readFile(join(ROOT, path), 'utf8')));
    const configurations = texts.flatMap((text, index) =>
      paths[index]?.endsWith('.md') === true
        ? Array.from(text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm), ([, yaml = '']) => yaml)
        : [text],
    );
    const shown = configurations.filter((yaml) => /^models:/m.test(yaml));
    expect(shown.length).toBeGreaterThan(2);
    for (const yaml of shown) {
      expect(yaml.split('\n')[0]).toBe(EDITOR_LINE);
      expect(() => parseConfig(yaml)).not.toThrow();
    }
  });
});
