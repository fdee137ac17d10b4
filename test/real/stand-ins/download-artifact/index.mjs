// One artifact of this run, by its name.
import { resolve } from 'node:path';

const { DefaultArtifactClient } = await import(process.env.STANDIN_ARTIFACT ?? '@actions/artifact');
const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] ?? '';
const client = new DefaultArtifactClient();
const { artifact } = await client.getArtifact(input('name'));
const path = resolve(process.env.GITHUB_WORKSPACE, input('path') || '.');
await client.downloadArtifact(artifact.id, { path, expectedHash: artifact.digest });
