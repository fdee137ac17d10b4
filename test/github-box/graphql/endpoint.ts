/** `POST /graphql`: a query in, 200 out, whatever it says. Only who the token is decides about the status. */
import { type Reply, refuse } from '../http/reply.ts';
import type { Actor } from '../state/tokens.ts';
import type { World } from '../state/world.ts';
import { executeQuery, isMutation, type Query } from './execute.ts';

export const GRAPHQL_ROUTE = '/graphql';

export interface GraphqlRequest {
  readonly method: string;
  readonly body: unknown;
  /** Undefined: no token, or one that was never issued. */
  readonly actor: Actor | undefined;
  readonly hasToken: boolean;
  /** Refs that were made later are not listed. */
  readonly listedUntil: Date | undefined;
}

export async function answerGraphql(
  world: World,
  { method, body, actor, hasToken, listedUntil }: GraphqlRequest,
): Promise<{ readonly reply: Reply; readonly problems: readonly string[] }> {
  if (method !== 'POST')
    return { reply: refuse(404, 'Not Found').reply, problems: ['queries are sent by POST'] };
  if (actor === undefined) {
    const message = hasToken ? 'Bad credentials' : 'This endpoint requires you to be authenticated.';
    return { reply: refuse(401, message).reply, problems: [] };
  }
  if (!isQuery(body)) {
    const reply = refuse(400, 'A query attribute must be specified and must be a string.').reply;
    return { reply, problems: ['the body has no query'] };
  }
  const { body: answer, problems } = await executeQuery({ world, actor, listedUntil }, body);
  return { reply: { status: 200, body: answer }, problems };
}

export function isGraphqlWrite(body: unknown): boolean {
  return isQuery(body) && isMutation(body);
}

function isQuery(body: unknown): body is Query {
  return typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string';
}
