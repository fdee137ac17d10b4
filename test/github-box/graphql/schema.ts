/**
 * GitHub's published GraphQL schema, from the npm package @octokit/graphql-schema. It is parsed with the first
 * query, once for the process: a tenth of a second.
 */
import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';

/** Beside the entry of the package, which would read five megabytes of JSON as well. */
const SCHEMA = new URL('../../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
let loaded: GraphQLSchema | undefined;

export function loadSchema(): GraphQLSchema {
  loaded ??= buildASTSchema(parse(readFileSync(SCHEMA, 'utf8'), { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  return loaded;
}
