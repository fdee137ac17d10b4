import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import type { Permissions } from './state/tokens.ts';

let box: Box;

beforeEach(async () => {
  box = await startBox();
  await box.createRepository({ owner: 'acme', name: 'churn', private: true });
});

afterEach(() => box.close());

/** Status of opening an upload to `image`, with the registry token that `permissions` buy. */
async function startUpload(image: string, permissions: Permissions): Promise<number> {
  const token = box.issueToken({ repository: 'acme/churn', permissions });
  const credentials = Buffer.from(`acme:${token}`).toString('base64');
  const scope = `repository:${image}:pull,push`;
  const answer = await fetch(`${box.url}/token?service=${box.registry}&scope=${scope}`, {
    headers: { authorization: `Basic ${credentials}` },
  });
  const bearer = ((await answer.json()) as { token?: string }).token ?? '';
  const upload = await fetch(`${box.url}/v2/${image}/blobs/uploads/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}` },
  });
  return upload.status;
}

it('lets a workflow push images of its own repository, with packages: write', async () => {
  expect(await startUpload('acme/churn/server', { packages: 'write' })).toBe(202);
  expect(await startUpload('acme/churn', { packages: 'write' })).toBe(202);
  expect(await startUpload('acme/churn', { packages: 'read' })).toBe(403);
  expect(await startUpload('acme/other', { packages: 'write' })).toBe(403);
});
