// One file, at the root of its artifact, as actions/upload-artifact does it with a path without a pattern.
import { dirname, resolve } from 'node:path';

const { DefaultArtifactClient } = await import(process.env.STANDIN_ARTIFACT ?? '@actions/artifact');
const input = (name) => process.env[`INPUT_${name.toUpperCase()}`] ?? '';
const path = resolve(process.env.GITHUB_WORKSPACE, input('path'));
const days = input('retention-days');
const options = days === '' ? {} : { retentionDays: Number(days) };
await new DefaultArtifactClient().uploadArtifact(input('name'), [path], dirname(path), options);
