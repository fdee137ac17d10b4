/** The errors after the last attempt: the host, what was requested, what came instead. */
import { ServiceError } from '../../../domain/kernel/errors.ts';
import { replyMessage, type Call, type Reply } from './call.ts';

export function unreachable(host: string, call: Call, cause: Error): ServiceError {
  return new ServiceError(
    'SERVICE_UNREACHABLE',
    `${call.purpose}: expected a complete answer from ${host}, got "${cause.message}"`,
    { cause, retryable: true, hint: `check that the runner can reach ${host}, then run the job again` },
  );
}

export function failedService(host: string, call: Call, reply: Reply): ServiceError {
  return new ServiceError(
    'SERVICE_FAILED',
    `${call.purpose}: expected ${host} to answer, got ${statusLine(reply)}`,
    {
      status: reply.status,
      retryable: true,
      hint: 'see https://www.githubstatus.com, then run the job again',
    },
  );
}

export function rateLimited(host: string, call: Call, reply: Reply): ServiceError {
  return new ServiceError(
    'SERVICE_FAILED',
    `${call.purpose}: expected ${host} to accept the call, got its rate limit: ${statusLine(reply)}`,
    {
      status: reply.status,
      retryable: true,
      hint: 'run the job again later, or less often',
    },
  );
}

/** A status of success with a body that GitHub does not document: the HTML page of a proxy, a truncated document. */
export function malformed(call: Call, reply: Reply, issues: string): ServiceError {
  const got = typeof reply.data === 'string' ? `text ${JSON.stringify(reply.data.slice(0, 60))}` : issues;
  return new ServiceError(
    'SERVICE_FAILED',
    `${call.purpose}: expected the reply that GitHub documents, got ${got}`,
    {
      status: reply.status,
      retryable: true,
      hint: 'run the job again; if it fails again, check for a proxy that changes replies',
    },
  );
}

function statusLine(reply: Reply): string {
  const said = replyMessage(reply);
  return said === '' ? String(reply.status) : `${reply.status} "${said}"`;
}

/** @returns undefined where another way has to be taken: a server without GraphQL, or a token that may not ask it. */
export async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ServiceError && !error.retryable) return undefined;
    throw error;
  }
}
