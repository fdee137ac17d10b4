/**
 * One HTTP request to a service that was deployed: within a time limit, without redirects, and only to an address that
 * was checked after it was resolved.
 */
import type { LookupFunction } from 'node:net';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { InputError } from '../../domain/kernel/errors.ts';
import { hideSecrets } from '../../domain/kernel/redact.ts';
import type { HttpProbe } from '../../ports/serving.ts';
import { refuseUrl } from './address-policy.ts';
import type { AddressPolicy } from './address-policy.ts';
import { checkedLookup } from './checked-lookup.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const MAX_TIMEOUT_MS = 30_000;

export interface HttpProbeOptions extends AddressPolicy {
  /** Resolves a name to its addresses. Default: the system's resolver. */
  readonly lookup?: LookupFunction;
}

type ProbeCall = Parameters<HttpProbe['request']>[0];

export function createHttpProbe({ lookup, ...policy }: HttpProbeOptions): HttpProbe {
  return {
    async request(call) {
      const url = new URL(call.url);
      const refused = refuseUrl(url, policy);
      if (refused !== undefined) throw refusal(call.url, refused);
      try {
        const refuse = (reason: string): InputError => refusal(call.url, reason);
        return await send(call, url, checkedLookup(url, { ...policy, lookup, refusal: refuse }));
      } catch (error) {
        if (error instanceof InputError) throw error;
        return undefined;
      }
    },
  };
}

function send(
  { method, json, timeoutMs }: ProbeCall,
  url: URL,
  lookup: LookupFunction,
): Promise<{ readonly status: number; readonly body: string }> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const signal = AbortSignal.timeout(Math.min(timeoutMs, MAX_TIMEOUT_MS));
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method,
      lookup,
      signal,
      agent: false,
      headers: {
        accept: 'application/json',
        'user-agent': 'model-steward',
        ...(body !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        }),
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      readBody(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, body: text }),
        (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
      );
    });
    request.end(body);
  });
}

/** The rest of an answer beyond the limit is not read. */
async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8');
}

function refusal(url: string, reason: string): InputError {
  return new InputError(
    'INPUT_INVALID',
    `input "url": expected the address of a service, got ${hideSecrets(url)}: ${reason}`,
    {
      hint: 'use https for a public service; set `allow-private-network: true` for one in a private network or on the runner',
    },
  );
}
