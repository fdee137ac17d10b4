/**
 * `npm run box`: a box with a sample repository, until Ctrl-C. Prints its addresses and how to point git,
 * curl and the workflow engine `act` at it.
 */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { actEnvironment } from './act.ts';
import { type Box, startBox } from './box.ts';
import { controls, features } from './features.ts';
import { describeFault, faultKinds } from './http/faults.ts';
import { DEFAULT_HOURLY_LIMIT } from './state/rate-limits.ts';

const OWNER = 'acme';
const NAME = 'churn';
const REPOSITORY = `${OWNER}/${NAME}`;
const WORKFLOW = '.github/workflows/hello.yml';

const HELLO = `name: Hello
on: [push, workflow_dispatch]
permissions: { issues: write }
jobs:
  hello:
    runs-on: ubuntu-latest
    steps:
      - env: { TOKEN: "\${{ github.token }}" }
        run: >
          curl --silent --show-error --fail -H "Authorization: Bearer $TOKEN"
          -d '{"title": "Hello from a workflow"}' "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues"
`;

const permissions = {
  actions: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  packages: 'write',
  'pull-requests': 'write',
  statuses: 'write',
} as const;

/** Files that the engine takes: its environment and its secrets. */
async function writeEngineFiles(box: Box): Promise<Readonly<Record<'env' | 'secrets' | 'event', string>>> {
  const run = await box.startRun({ repository: REPOSITORY, workflow: WORKFLOW, event: 'push', permissions });
  const event = run.environment.GITHUB_EVENT_PATH ?? '';
  const files = { event, env: join(dirname(event), 'act.env'), secrets: join(dirname(event), 'act.secrets') };
  const lines = Object.entries(actEnvironment(run)).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(files.env, lines.join(''));
  await writeFile(files.secrets, `GITHUB_TOKEN=${run.token}\n`, { mode: 0o600 });
  return files;
}

function renderWelcome(box: Box, files: Readonly<Record<'env' | 'secrets' | 'event', string>>): string {
  const token = box.issueToken({ login: OWNER, type: 'user' });
  return `GitHub in a box

  API           ${box.apiUrl}
  GraphQL       ${box.graphqlUrl}
  server        ${box.serverUrl}
  OCI registry  ${box.registry}
  repository    ${REPOSITORY}, with ${WORKFLOW}
  token         ${token}   (${OWNER}, who owns it)

Try it:

  git clone ${box.gitUrl(REPOSITORY, token)}
  curl -H "Authorization: Bearer ${token}" ${box.apiUrl}/repos/${REPOSITORY}/issues
  curl -H "Authorization: Bearer ${token}" ${box.graphqlUrl} -d '{"query": "{ viewer { login } }"}'

Run its workflow with act (https://github.com/nektos/act), without Docker:

  act push -C ${NAME} -W ${WORKFLOW} -P ubuntu-latest=-self-hosted --no-skip-checkout --no-cache-server --rm \\
    -e ${files.event} \\
    --env-file ${files.env} --secret-file ${files.secrets} \\
    --var-file /dev/null --input-file /dev/null

It imitates:

${renderFeatures()}
A request that GitHub would refuse is shown here. Ctrl-C stops the box and removes everything.
`;
}

function renderFeatures(): string {
  const lines = (rows: readonly (readonly [string, string])[]): string => {
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, what]) => `  ${name.padEnd(width)}  ${what}\n`).join('');
  };
  const faults = faultKinds.map((kind) => [kind, describeFault[kind]] as const);
  return `${lines(features.map(({ name, what }) => [name, what]))}
In a test, where its methods are at hand, it also does:

${lines(controls.map(({ call, what }) => [call, what]))}
and, by faults.inject({ kind, method, route, times, after }):

${lines(faults)}`;
}

const HELP = `npm run box -- [--port <number>] [--hourly-limit <number>]

  --port          of the API, git and the OCI registry; one that is free by default
  --hourly-limit  requests an hour of a repository or person, for REST and for GraphQL; ${DEFAULT_HOURLY_LIMIT} by default

It imitates:

${renderFeatures()}`;

const options = {
  port: { type: 'string', default: '0' },
  'hourly-limit': { type: 'string', default: String(DEFAULT_HOURLY_LIMIT) },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const box = await startBox({
    port: Number(values.port),
    hourlyLimit: Number(values['hourly-limit']),
    start: new Date(),
    onViolation: (text) => void process.stderr.write(`! ${text}\n`),
  });
  await box.createRepository({
    owner: OWNER,
    name: NAME,
    files: { 'README.md': `# ${NAME}\n`, [WORKFLOW]: HELLO },
  });
  process.stdout.write(renderWelcome(box, await writeEngineFiles(box)));
  const stop = (): void => {
    box.takeViolations();
    void box.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

await main();
