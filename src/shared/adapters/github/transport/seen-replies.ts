/**
 * Replies that a step may ask for again. The second request names the version of the first reply, and where nothing has
 * changed GitHub answers 304 without a body, which no hourly limit counts.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
import type { Call, Reply } from './call.ts';

const NOT_MODIFIED = 304;

export interface SeenReplies {
  /**
   * @param send gets the call as it has to be sent, and the status that it may be answered with beside success.
   * @returns the reply of now, or the last one where it is the same.
   */
  read(call: Call, send: (call: Call, alsoExpect: number | undefined) => Promise<Reply>): Promise<Reply>;
}

export function createSeenReplies(): SeenReplies {
  const seen = new Map<string, Reply>();
  return {
    read: async (call, send) => {
      const key = JSON.stringify([call.route, call.parameters]);
      const last = seen.get(key);
      const etag = last?.headers.etag;
      if (last === undefined || etag === undefined) return keep(seen, key, await send(call, undefined));
      const headers = { 'if-none-match': etag };
      const reply = await send({ ...call, parameters: { ...call.parameters, headers } }, NOT_MODIFIED);
      return reply.status === NOT_MODIFIED ? last : keep(seen, key, reply);
    },
  };
}

function keep(seen: Map<string, Reply>, key: string, reply: Reply): Reply {
  seen.set(key, reply);
  return reply;
}
