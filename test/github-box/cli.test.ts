import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { faultKinds } from './http/faults.ts';

it('starts from the command line, answers, and leaves nothing behind after Ctrl-C', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.on('close', () => reject(new Error(`the box ended: ${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Ctrl-C stops the box')) resolve();
      });
    }
  });
  const [, token = '', url = ''] = /Bearer (\w+)" (http\S+)/.exec(output) ?? [];
  const [, envFile = ''] = /--env-file (\S+)/.exec(output) ?? [];
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(await response.json()).toEqual([]);
  await access(envFile);
  const [, graphql = ''] = /GraphQL +(\S+)/.exec(output) ?? [];
  const asked = await fetch(graphql, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: '{"query": "{ viewer { login } }"}',
  });
  expect(await asked.json()).toEqual({ data: { viewer: { login: 'acme' } } });
  child.kill('SIGINT');
  expect(await closed).toBe(0);
  await expect(access(envFile)).rejects.toThrow('ENOENT');
});

it('prints what it imitates and every fault that it can inject', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), '--help'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const help = await text(child.stdout);
  for (const name of [...faultKinds, 'GraphQL', 'rate limits', '--hourly-limit', 'lockConversation']) {
    expect(help).toContain(name);
  }
});
