import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buffer } from 'node:stream/consumers';
import {
  bytes,
  json,
  reset,
  startScriptedServer,
  status,
  type Answer,
  type ScriptedServer,
} from './scripted-server.ts';
import { createTestClient } from './test-client.ts';

const call = {
  purpose: 'download the asset "model.bin"',
  route: 'GET /repos/{owner}/{repo}/releases/assets/{asset_id}',
  parameters: { asset_id: 3, headers: { accept: 'application/octet-stream' } },
};
const content = Buffer.from('model bytes');
const sent = bytes(content, { 'content-type': 'application/octet-stream' });

let api: ScriptedServer;
let storage: ScriptedServer;
beforeEach(async () => {
  api = await startScriptedServer();
  storage = await startScriptedServer();
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
});

function redirect(): Answer {
  return bytes('', { location: `${storage.url}/blob?sig=1` }, 302);
}

function download(): Promise<Buffer> {
  return createTestClient(api.url).client.download(call, content.length, (body) => buffer(body));
}

describe('a download', () => {
  it('goes to the storage without the token', async () => {
    api.script(redirect());
    storage.script(sent);
    expect(await download()).toEqual(content);
    expect(api.requests[0]?.headers).toMatchObject({
      authorization: 'token ghs_test',
      accept: 'application/octet-stream',
    });
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('takes the bytes from the API itself where there is no storage', async () => {
    api.script(sent);
    expect(await download()).toEqual(content);
  });

  const broken: readonly [string, Answer][] = [
    ['ends early', bytes(content.subarray(0, 4), { 'content-length': '11', connection: 'close' })],
    ['is refused by a signature that ran out', status(403)],
    ['is reset', reset],
  ];
  it.each(broken)('asks for a new address when the transfer %s', async (_name, answer) => {
    api.script(redirect(), redirect());
    storage.script((response, request) => {
      answer(response, request);
      // What was declared and never came must not be waited for.
      setImmediate(() => response.socket?.destroy());
    }, sent);
    expect(await download()).toEqual(content);
    expect(api.requests).toHaveLength(2);
  });

  it('says what GitHub said when there is nothing to download', async () => {
    api.script(json({ message: 'Not Found' }, {}, 404));
    await expect(download()).rejects.toMatchObject({ status: 404, retryable: false });
  });
});
