/** Replies of a registry, of its token service or of a proxy, in place of those of the altered registry. */
import type { IncomingMessage } from 'node:http';
import type { Alteration, Headers } from './altered-registry.ts';

export const isMount = ({ url }: IncomingMessage): boolean => url?.includes('mount=') === true;
export const isToken = ({ url }: IncomingMessage): boolean => url?.startsWith('/token') === true;

/** Replies to the requests that are meant, at most so often. */
export function reply(
  isMeant: (request: IncomingMessage) => boolean,
  { status, headers = {}, body = '', times = Infinity }: ReplyOptions,
): Alteration {
  let left = times;
  return {
    instead: (request, response) => {
      if (left === 0 || !isMeant(request)) return false;
      left -= 1;
      response.writeHead(status, headers).end(body);
      return true;
    },
  };
}

export function without(name: string, headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

interface ReplyOptions {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly times?: number;
}
