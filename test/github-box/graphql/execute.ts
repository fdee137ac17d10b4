/**
 * Runs a query against GitHub's schema. What the schema does not allow fails as on GitHub; what it allows and
 * the box does not imitate fails too, and both are violations: no test may mistake them for an answer.
 */
import {
  type DocumentNode,
  execute,
  getOperationAST,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { trackBody } from '../http/reads.ts';
import { nodeId } from '../view/links.ts';
import { FieldRefusal, formatError } from './refusal.ts';
import type { Asker } from './asker.ts';
import { viewRepository } from './repository.ts';
import { loadSchema } from './schema.ts';

export interface Query {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

export interface Executed {
  /** `data` and `errors`, as in the reply. */
  readonly body: unknown;
  /** Why no test may rely on this reply. */
  readonly problems: readonly string[];
}

export async function executeQuery(
  asker: Asker,
  { query, variables, operationName }: Query,
): Promise<Executed> {
  const document = parseQuery(query);
  if (document instanceof GraphQLError) return refused([document]);
  const errors = validate(loadSchema(), document);
  if (errors.length > 0) return refused(errors);
  const problems: string[] = [];
  const { data, errors: failures = [] } = await execute({
    schema: loadSchema(),
    document,
    rootValue: createRoot(asker),
    fieldResolver: createResolver((problem) => problems.push(problem)),
    variableValues: variables ?? {},
    operationName: operationName ?? null,
  });
  // Without data the query was refused before its first field: a variable of the wrong type, an unknown operation.
  if (data === undefined) return refused(failures);
  for (const { originalError, message } of failures) {
    if (originalError !== undefined && !(originalError instanceof FieldRefusal)) problems.push(message);
  }
  return { body: failures.length === 0 ? { data } : { data, errors: failures.map(formatError) }, problems };
}

/** Whether the query may change something. */
export function isMutation({ query, operationName }: Query): boolean {
  const document = parseQuery(query);
  return (
    !(document instanceof GraphQLError) &&
    getOperationAST(document, operationName ?? undefined)?.operation === OperationTypeNode.MUTATION
  );
}

function parseQuery(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function refused(errors: readonly GraphQLError[]): Executed {
  return { body: { errors: errors.map(formatError) }, problems: errors.map(({ message }) => message) };
}

function createRoot(asker: Asker): object {
  return {
    // An App's token is its bot here too, with the suffix that `GET /user` would not show it.
    viewer: () => {
      const account = asker.world.accounts.get(asker.actor.login);
      const { login, id } = account;
      return { __typename: 'User', id: nodeId('User', id), databaseId: id, login };
    },
    repository: (place: { owner: string; name: string }) => viewRepository(asker, place),
  };
}

/** A member of the object, called with the arguments where it is a function. */
function createResolver(report: (problem: string) => void): GraphQLFieldResolver<unknown, unknown> {
  return async (source, given: Readonly<Record<string, unknown>>, _context, info) => {
    const field = `${info.parentType.name}.${info.fieldName}`;
    const member =
      typeof source === 'object' && source !== null
        ? (Reflect.get(source, info.fieldName) as unknown)
        : undefined;
    if (member === undefined) throw new Error(`the box has no field ${field}`);
    const args = trackBody(given);
    const value =
      typeof member === 'function'
        ? ((await Reflect.apply(member, undefined, [args.value])) as unknown)
        : (member as unknown);
    const ignored = args.unread().filter((name) => given[name] !== defaultOf(info, name));
    for (const name of ignored) report(`the box passes over the argument "${name}" of ${field}`);
    return value;
  };
}

/** What the argument has where the query does not give it. */
function defaultOf({ parentType, fieldName }: GraphQLResolveInfo, name: string): unknown {
  const { args = [] } = parentType.getFields()[fieldName] ?? {};
  return args.find((argument) => argument.name === name)?.defaultValue;
}
