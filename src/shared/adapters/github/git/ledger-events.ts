/** Many events of the ledger at once: their texts come with a query of GraphQL, and those that it cuts one by one. */
import { z } from 'zod';
import { parseEvent, type LedgerEvent, type UnknownEvent } from '../../../domain/documents/event.ts';
import { DataError } from '../../../domain/kernel/errors.ts';
import type { LedgerEvents } from '../../../ports/github.ts';
import type { GitHubClient } from '../transport/client.ts';
import { unlessRefused } from '../transport/service-errors.ts';
import { readFileAt } from './contents.ts';
import { CONTENT, fileShape, LEDGER_REF, textOf, type ReadText } from './ledger-tip.ts';

/** About two megabytes: a registration has some forty kilobytes. */
const PATHS_PER_QUERY = 50;

export function createLedgerEvents(client: GitHubClient): LedgerEvents {
  return {
    readAll: async (paths) => {
      const found = new Map<string, LedgerEvent | UnknownEvent>();
      for (let start = 0; start < paths.length; start += PATHS_PER_QUERY) {
        const asked = paths.slice(start, start + PATHS_PER_QUERY);
        const texts = await readTexts(client, asked);
        for (const [index, path] of asked.entries()) {
          const event = await readEvent(client, path, texts?.[index]);
          if (event !== undefined) found.set(path, event);
        }
      }
      return found;
    },
  };
}

const textsShape = z.object({
  repository: z.object({
    ref: z.object({ target: z.record(z.string(), fileShape.nullable()) }).nullable(),
  }),
});

/**
 * In the order of the paths; undefined for a text that has to be read on its own.
 * @returns undefined where GraphQL is refused.
 */
async function readTexts(
  client: GitHubClient,
  paths: readonly string[],
): Promise<readonly (ReadText | undefined)[] | undefined> {
  const { owner, name } = client.repository;
  const parameters = paths.map((_, index) => `, $path${index}: String!`).join('');
  const files = paths.map((_, index) => ` file${index}: file(path: $path${index}) { type ${CONTENT} }`);
  const query = {
    purpose: `read ${paths.length} events of the ledger`,
    query: `query($owner: String!, $name: String!, $ref: String!${parameters}) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $ref) { target { ... on Commit {${files.join('')} } } }
  }
}`,
    variables: {
      ...{ owner, name, ref: LEDGER_REF },
      ...Object.fromEntries(paths.map((path, index) => [`path${index}`, path])),
    },
    permission: 'contents: read',
  };
  const reply = await unlessRefused(() => client.query(query, textsShape));
  if (reply === undefined) return undefined;
  const target = reply.repository.ref?.target;
  return paths.map((_, index) => textOf(target?.[`file${index}`]));
}

/** @returns undefined where somebody has put another file, a link or a folder. */
async function readEvent(
  client: GitHubClient,
  path: string,
  text: ReadText | undefined,
): Promise<LedgerEvent | UnknownEvent | undefined> {
  try {
    const { bytes } = text ?? { bytes: await readFileAt(client, path, LEDGER_REF) };
    return bytes && parseEvent(bytes, `ledger: ${path}`);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
