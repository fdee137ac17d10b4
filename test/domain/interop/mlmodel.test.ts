/** Folders that MLflow saved, against what MLflow itself reads of them (fixtures/make_mlmodels.py). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMlmodel } from '../../../src/shared/domain/interop/mlmodel.ts';

const FOLDER = join(import.meta.dirname, 'fixtures', 'mlmodel');
const models = readdirSync(FOLDER).flatMap((version) =>
  readdirSync(join(FOLDER, version)).map((name) => ({ version, name })),
);

interface Expected {
  readonly toolVersion: string;
  readonly flavors: readonly string[];
  readonly inputs: readonly object[] | null;
  readonly outputs: readonly object[] | null;
}

function read({ version, name }: (typeof models)[number], file: string): string {
  return readFileSync(join(FOLDER, version, name, file), 'utf8');
}

describe('a folder of MLflow', () => {
  it('is one of both versions, with and without a signature', () => {
    expect(models.map(({ version, name }) => `${version} ${name}`)).toEqual(
      ['2.22.0', '3.17.2'].flatMap((version) =>
        ['bare', 'columns', 'nested', 'tensor'].map((name) => `${version} ${name}`),
      ),
    );
  });

  it.each(models)('$version $name has the flavors, signature and packages that MLflow reads', (model) => {
    const expected = JSON.parse(read(model, 'expected.json')) as Expected;
    const requirements = read(model, 'requirements.txt');
    const { format, servingExample } = parseMlmodel(read(model, 'MLmodel'), requirements, 'MLmodel');
    expect({ ...format, flavors: format.flavors.toSorted() }).toEqual({
      tool: 'mlflow',
      toolVersion: model.version,
      flavors: expected.flavors,
      ...(expected.inputs && { inputs: expected.inputs }),
      ...(expected.outputs && { outputs: expected.outputs }),
      requirements: requirements.trim().split('\n'),
    });
    expect(servingExample).toBe(model.name === 'bare' ? undefined : 'serving_input_example.json');
  });
});

const signature = (inputs: string): string =>
  `flavors: { sklearn: {} }\nsignature: { inputs: ${JSON.stringify(inputs)}, outputs: null }\n`;

describe('what a file says that anyone may have written', () => {
  it('are packages alone, and no option, address or path of the requirements', () => {
    const lines = [
      '--extra-index-url https://me:secret@packages.invalid/simple',
      'private @ git+https://token@host.invalid/x.git',
      './wheels/own.whl',
      'numpy>=2,<3  # for arrays',
      'uvicorn[standard]==0.30; python_version > "3.9"',
      'scikit-learn',
    ];
    const { format } = parseMlmodel('flavors: {}', lines.join('\n'), 'MLmodel');
    expect(format.requirements).toEqual(['numpy>=2,<3', 'uvicorn[standard]==0.30', 'scikit-learn']);
  });

  it('has no example outside of its folder', () => {
    const text = 'flavors: {}\nsaved_input_example_info: { serving_input_path: ../../etc/passwd }\n';
    expect(parseMlmodel(text, undefined, 'MLmodel').servingExample).toBeUndefined();
  });

  it('is kept in part where it is long, and the rest is counted', () => {
    const many = Array.from({ length: 302 }, (_, index) => ({ type: 'double', name: `x${index}` }));
    const { format } = parseMlmodel(signature(JSON.stringify(many)), undefined, 'MLmodel');
    expect(format.inputs).toHaveLength(300);
    expect(format.leftOut).toBe(2);
  });

  it('has types of bounded depth', () => {
    const deep = '{"type":"array","items":'.repeat(50) + '{"type":"long"}' + '}'.repeat(50);
    const { format } = parseMlmodel(signature(`[${deep}]`), undefined, 'MLmodel');
    expect(format.inputs).toEqual([{ type: 'array<array<array<array<array<any>>>>>' }]);
  });

  it.each([
    ['no YAML', 'a: [', 'MLmodel: expected YAML'],
    ['what an alias expands to', 'x: &a [1]\nflavors: { b: *a }', 'MLmodel: expected YAML'],
    ['another file', 'a: 1', 'MLmodel: flavors: expected a model of MLflow'],
    ['a signature that is no JSON', signature('['), 'MLmodel: signature.inputs: expected JSON'],
    ['a signature of something else', signature('{}'), 'expected a list of columns or tensors'],
  ])('is refused where it is %s', (_, text, message) => {
    expect(() => parseMlmodel(text, undefined, 'MLmodel')).toThrow(message);
  });
});
