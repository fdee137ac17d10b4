/**
 * The body of a GraphQL reply: 200 does not mean that the query succeeded, its list of errors does. A part of the data
 * is not used: what was refused would look like what does not exist.
 * https://docs.github.com/en/graphql/guides/forming-calls-with-graphql
 */
import { z } from 'zod';
import { RetryableError } from '../../http/retry.ts';
import { replyMessage, type Call, type Reply } from './call.ts';
import { refusalOf } from './refusal.ts';
import { failedService } from './service-errors.ts';
import { parseOnce } from '../../../domain/kernel/parse-once.ts';

const bodyShape = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ type: z.string().optional() })).optional(),
});

/** Types of errors that stand for a status of REST. */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
};

/** GitHub's own failures have no type and say so: "Something went wrong while executing your query". */
const FAILURE = /something went wrong|timed? ?out|couldn't respond|resource limits/i;

/** @throws RetryableError where GitHub failed, else the error for the caller. */
export function dataOf(call: Call, reply: Reply): unknown {
  const body = parseOnce(bodyShape, reply.data);
  // The caller's shape reports what came instead.
  if (!body.success) return reply.data;
  const { data, errors = [] } = body.data;
  if (errors.length === 0) return data;
  const types = errors.flatMap(({ type }) => type ?? []);
  if (types.length === 0 && FAILURE.test(replyMessage(reply))) {
    throw new RetryableError(failedService(new URL(call.route.slice('POST '.length)).host, call, reply));
  }
  throw refusalOf(call, { ...reply, status: STATUS_OF_TYPE[types[0] ?? ''] ?? 400 });
}
