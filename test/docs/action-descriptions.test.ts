/** The descriptions in the manifests, which people read in tables: one style in the five. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actionNames } from '../../src/shared/domain/kernel/names.ts';

type Described = Readonly<Record<string, { readonly description: string }>>;

describe.each(actionNames)('the manifest of %s', (action) => {
  const path = join(import.meta.dirname, `../../actions/${action}/action.yml`);
  const { description, inputs, outputs } = parse(readFileSync(path, 'utf8')) as {
    readonly description: string;
    readonly inputs: Described;
    readonly outputs: Described;
  };

  it('says what the action does in a sentence with its full stop', () => {
    expect(description).toMatch(/[^.]\.$/);
  });

  it.each(Object.entries({ ...inputs, ...outputs }))(
    'describes %s without a full stop at its end',
    (_name, { description: text }) => {
      expect(text.trim(), `actions/${action}/action.yml: a cell of a table, as in the other actions`).toMatch(
        /[^.]$/,
      );
    },
  );
});
