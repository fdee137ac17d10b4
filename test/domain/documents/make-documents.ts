/**
 * Makes the fixtures of this folder: every document of version 1, as the five actions write it. Run it for a new kind of document or
 * event: `node test/domain/documents/make-documents.ts`. It writes what is missing and leaves what is there: later
 * versions have to read what version 1 wrote, byte for byte.
 */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import {
  CONSTRAINTS_FILE,
  findNarrowed,
  listConstraints,
  parseConstraints,
  renderConstraints,
} from './constraints.ts';
import { exampleDocuments, pathsIn } from './examples.ts';
import { makeDocuments } from './made-documents.ts';
import {
  documentSchemas,
  EXAMPLES,
  FIXTURES,
  fixtureSchemas,
  KEYS_FILE,
  listDocumentKeys,
  SUMS_FILE,
} from './version-1.ts';

/** A message for whoever follows a recipe: where this was found says nothing to them. */
function stop(message: string): never {
  console.error(`make-documents.ts: ${message}`);
  process.exit(1);
}

/** Only what is not there yet: a fixture is written once. @returns the names that were written. */
async function writeMissing(documents: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const present = await readdir(FIXTURES);
  const missing = Object.keys(fixtureSchemas).filter((name) => !present.includes(`${name}.json`));
  for (const name of missing) {
    const text = documents.get(name);
    if (text === undefined) {
      stop(
        `expected the actions to write ${name}, got ${[...documents.keys()].join(', ')}: add the step that writes it to test/domain/documents/made-documents.ts`,
      );
    }
    await writeFile(join(FIXTURES, `${name}.json`), text, { flag: 'wx' });
    await appendFile(join(FIXTURES, SUMS_FILE), `${sha256(text)}  ${name}.json\n`);
  }
  return missing;
}

/** Keys that version 1 did not have before are added to the list; none is removed. */
async function recordKeys(): Promise<readonly string[]> {
  const path = join(FIXTURES, KEYS_FILE);
  const recorded = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const added = listDocumentKeys().filter((key) => !recorded.includes(key));
  await writeFile(path, `${[...recorded, ...added].sort().join('\n')}\n`);
  return added;
}

/** A new key is recorded, and what became wider; what became narrower is refused, here and by its test. */
async function recordConstraints(): Promise<readonly string[]> {
  const text = await readFile(CONSTRAINTS_FILE, 'utf8');
  const now = listConstraints();
  const narrowed = findNarrowed(parseConstraints(text), now);
  if (narrowed.length > 0)
    stop(`expected schemas as wide as those of version 1, got: ${narrowed.join('; ')}`);
  const recorded = renderConstraints(now);
  if (recorded === text) return [];
  await writeFile(CONSTRAINTS_FILE, recorded);
  return ['constraints.txt'];
}

/** Examples of keys that no example has yet are added to those that are there. */
async function recordExamples(): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [name, schema] of Object.entries(documentSchemas)) {
    for (const extent of ['complete', 'minimal'] as const) {
      const path = join(EXAMPLES[extent], `${name}.json`);
      const known = existsSync(path) ? exampleList.parse(JSON.parse(await readFile(path, 'utf8'))) : [];
      const paths = new Set(known.flatMap((document) => pathsIn(document, name)));
      const added = exampleDocuments(schema, extent).filter((document) =>
        pathsIn(document, name).some((key) => !paths.has(key)),
      );
      if (added.length === 0) continue;
      await mkdir(EXAMPLES[extent], { recursive: true });
      await writeFile(path, `[\n${[...known, ...added].map(canonicalJson).join(',\n')}\n]\n`);
      written.push(`${extent}/${name}.json`);
    }
  }
  return written;
}

const exampleList = z.array(z.unknown());

const written = [
  ...(await writeMissing(await makeDocuments())),
  ...(await recordKeys()),
  ...(await recordConstraints()),
  ...(await recordExamples()),
];
console.log(written.length === 0 ? 'nothing is missing' : `written: ${written.join(', ')}`);
