/** Every key of a document of version 1 is in a fixture that is read, and so is the document without optional keys. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseDocument, serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { exampleDocuments, pathsIn, type Extent } from './examples.ts';
import { documentSchemas, EXAMPLES, listDocumentKeys } from './version-1.ts';

const MAKE = 'run `node test/domain/documents/make-documents.ts`, which adds them';

function examples(name: string, extent: Extent): readonly unknown[] {
  const path = join(EXAMPLES[extent], `${name}.json`);
  return existsSync(path) ? z.array(z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8'))) : [];
}

/** Without the values of closed lists. */
const keys = listDocumentKeys().filter((key) => !key.includes(' = '));

describe.each(Object.entries(documentSchemas))('the examples of %s', (name, schema) => {
  it('have every key', () => {
    const found = new Set(examples(name, 'complete').flatMap((document) => pathsIn(document, name)));
    const missing = keys.filter((key) => key.split(/[.[]/, 1)[0] === name && !found.has(key));
    expect(missing, `no fixture has these keys: ${MAKE}`).toEqual([]);
  });

  it('show what there is at least', () => {
    const found = examples(name, 'minimal').map(canonicalJson);
    const made = exampleDocuments(schema, 'minimal').map(canonicalJson);
    const message = `a key became required: make it optional again; for a new document ${MAKE}`;
    expect(
      made.some((text) => found.includes(text)),
      message,
    ).toBe(true);
  });

  it.each(['complete', 'minimal'] as const)('are read and written again as they are: %s', (extent) => {
    for (const document of examples(name, extent)) {
      const text = canonicalJson(document);
      expect(
        serializeDocument(schema, parseDocument(schema, text, `${extent}/${name}.json`)),
        'documents of users look like this: make a new key optional, and demand nothing more of the others',
      ).toBe(text);
    }
  });
});
