import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleProgram } from '../tools/program.ts';
import { type Box, startBox } from './box.ts';
import type { StartedRun } from './human/runs.ts';
import type { ToolkitOperation } from './results/toolkit-client.ts';
import { createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

const NAME = 'model-steward-churn-1';

interface Uploaded {
  readonly id: number;
  /** Hex, over the archive. */
  readonly digest: string;
}

describe('artifacts of runs, moved by @actions/artifact', () => {
  let box: Box;
  let client: Octokit;
  let folder: string;
  let run: StartedRun;

  beforeEach(async () => {
    box = await startBox();
    folder = await mkdtemp(join(tmpdir(), 'github-box-test-'));
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
    run = await startRun();
    await writeFile(join(folder, 'run.json'), '{"model":"churn"}\n');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await box.close();
  });

  const startRun = (): Promise<StartedRun> =>
    box.startRun({ repository: 'acme/churn', workflow: '.github/workflows/train.yml', event: 'push' });

  /** The real client in a process of its own: it reads its environment when it is imported. */
  const perform = async (step: StartedRun, operation: ToolkitOperation): Promise<unknown> => {
    const program = await bundleProgram(join(import.meta.dirname, 'results', 'toolkit-client.ts'));
    const child = spawn(process.execPath, [program, JSON.stringify([operation])], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ...step.environment,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    const [result] = JSON.parse(await text(child.stdio[3] as Readable)) as unknown[];
    return result;
  };

  const upload = async (name: string): Promise<Uploaded> =>
    (await perform(run, {
      call: 'upload',
      name,
      files: [join(folder, 'run.json')],
      root: folder,
    })) as Uploaded;

  it('lists them by run and name, with the digest that the client computed', async () => {
    const { id, digest } = await upload(NAME);
    await upload('other');
    const { data } = await client.rest.actions.listWorkflowRunArtifacts({
      ...REPOSITORY,
      run_id: run.id,
      name: NAME,
    });
    expect(data.total_count).toBe(1);
    expect(data.artifacts[0]).toMatchObject({
      id,
      digest: `sha256:${digest}`,
      expired: false,
      workflow_run: { id: run.id, head_sha: run.headSha },
    });
    const all = await client.rest.actions.listArtifactsForRepo(REPOSITORY);
    expect(all.data.artifacts.map(({ name }) => name)).toEqual(['other', NAME]);
  });

  it('hands them to another run, through the REST API and its redirect', async () => {
    const { digest } = await upload(NAME);
    const token = box.issueToken({ repository: 'acme/churn', permissions: { actions: 'read' } });
    const path = join(folder, 'download');
    const findBy = { token, workflowRunId: run.id, repositoryOwner: 'acme', repositoryName: 'churn' };
    const expectedHash = `sha256:${digest}`;
    const result = await perform(await startRun(), {
      call: 'download',
      name: NAME,
      path,
      expectedHash,
      findBy,
    });
    expect(result).toMatchObject({ digestMismatch: false });
    expect(await readFile(join(path, 'run.json'), 'utf8')).toBe('{"model":"churn"}\n');
  });

  it('answers 410 when they have expired', async () => {
    const { id } = await upload(NAME);
    box.expireArtifact(id);
    const { data } = await client.rest.actions.getArtifact({ ...REPOSITORY, artifact_id: id });
    expect(data.expired).toBe(true);
    const download = client.rest.actions.downloadArtifact({
      ...REPOSITORY,
      artifact_id: id,
      archive_format: 'zip',
    });
    expect(await failureOf(download)).toMatchObject({ status: 410 });
  });
});
