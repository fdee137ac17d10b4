/**
 * Twirp over JSON as the results service speaks it: `POST /twirp/<service>/<method>`, proto field names in
 * snake_case, 64-bit integers as strings, zero values left out. The clients retry 500, 502, 503, 504 and 429
 * for 25 seconds and more, so that every refusal here is another 4xx. https://twitchtv.github.io/twirp/docs/errors.html
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RuntimeJob } from '../mount.ts';
import { readBody } from './body.ts';

export const TWIRP_PREFIX = '/twirp/';
const PACKAGE = 'github.actions.results.api.v1.';

const statusOfCode = {
  malformed: 400,
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  bad_route: 404,
  already_exists: 409,
} as const;
export type TwirpCode = keyof typeof statusOfCode;

export class TwirpError extends Error {
  readonly code: TwirpCode;

  constructor(code: TwirpCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The fields of a request, read by proto name. */
export type TwirpRequest = Readonly<Record<string, unknown>>;
export type TwirpMethod = (request: TwirpRequest, job: RuntimeJob) => Readonly<Record<string, unknown>>;
/** Methods by `<Service>/<Method>`, without the package. */
export type TwirpMethods = Readonly<Record<string, TwirpMethod>>;

export async function answerTwirp(
  call: { request: IncomingMessage; response: ServerResponse },
  methods: TwirpMethods,
  resolveToken: (token: string) => RuntimeJob | undefined,
): Promise<void> {
  const body = await readBody(call.request);
  try {
    const name = (call.request.url ?? '').slice(TWIRP_PREFIX.length + PACKAGE.length);
    const method = call.request.method === 'POST' ? methods[name] : undefined;
    if (method === undefined) throw new TwirpError('bad_route', `no such method: ${name}`);
    const token = (call.request.headers.authorization ?? '').replace(/^bearer /i, '');
    const job = resolveToken(token);
    if (job === undefined) throw new TwirpError('unauthenticated', 'unknown runtime token');
    send(call.response, 200, method(parseRequest(body), job));
  } catch (error) {
    if (!(error instanceof TwirpError)) throw error;
    send(call.response, statusOfCode[error.code], { code: error.code, msg: error.message });
  }
}

function parseRequest(body: Buffer): TwirpRequest {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as TwirpRequest;
  } catch {
    // Answered below: what is not JSON and what is no object are refused alike.
  }
  throw new TwirpError('malformed', 'the request is not a JSON object');
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A text field that must be there. */
export function requiredText(request: TwirpRequest, field: string): string {
  const value = request[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new TwirpError('invalid_argument', `${field} is required`);
}

/** A text field whose absence means the empty string, as in proto3. */
export function optionalText(request: TwirpRequest, field: string): string {
  const value = request[field] ?? '';
  if (typeof value === 'string') return value;
  throw new TwirpError('invalid_argument', `${field} must be a string`);
}

/** A 64-bit integer, which proto JSON writes as a string and leaves out when it is zero. */
export function integer(request: TwirpRequest, field: string): number {
  const text = request[field] ?? '0';
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  throw new TwirpError('invalid_argument', `${field} must be a decimal string`);
}
