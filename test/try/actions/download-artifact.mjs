// What actions/download-artifact does: one artifact by name, or all of the run, each in a folder of its name.
import { join, resolve } from 'node:path';
import { DefaultArtifactClient } from '@actions/artifact';

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] ?? '';
const client = new DefaultArtifactClient();
const folder = resolve(process.env.GITHUB_WORKSPACE, input('path') || '.');
const name = input('name');
if (name !== '') {
  const { artifact } = await client.getArtifact(name);
  await client.downloadArtifact(artifact.id, { path: folder });
} else {
  const { artifacts } = await client.listArtifacts({ latest: true });
  const isFlat = input('merge-multiple') === 'true';
  for (const artifact of artifacts)
    await client.downloadArtifact(artifact.id, { path: isFlat ? folder : join(folder, artifact.name) });
}
