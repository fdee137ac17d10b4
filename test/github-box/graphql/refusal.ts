/** Errors of a field as GitHub writes them: beside `message` stands a `type`, which clients look at. */
import type { GraphQLError } from 'graphql';
import { type GraphQLFormattedError } from 'graphql';

export const refusalTypes = [
  'NOT_FOUND',
  'FORBIDDEN',
  'EXCESSIVE_PAGINATION',
  'MISSING_PAGINATION_BOUNDARIES',
  'RATE_LIMIT',
] as const;

export class FieldRefusal extends Error {
  readonly type: (typeof refusalTypes)[number];

  constructor(type: FieldRefusal['type'], message: string) {
    super(message);
    this.type = type;
  }
}

/** The error in the reply; `type` is missing for a query that the schema does not allow. */
export function formatError(error: GraphQLError): GraphQLFormattedError & { readonly type?: string } {
  const { originalError } = error;
  return originalError instanceof FieldRefusal
    ? { type: originalError.type, ...error.toJSON() }
    : error.toJSON();
}
