/** What is hidden of every text that leaves the job, one line for each form. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRepositoryFiles } from '../../tools/repository-files.ts';
import { createRedactor, hideSecrets, hideTokens } from '../../../src/shared/domain/kernel/redact.ts';

const GITHUB = `ghp_${'a1B2'.repeat(9)}`;

describe('a text without its secrets', () => {
  it.each([
    [`remote: ${GITHUB} is expired`, 'remote: *** is expired'],
    [`fatal: https://${GITHUB}@github.com/acme/data.git`, 'fatal: https://***@github.com/acme/data.git'],
    [`github_pat_11ABCDE_${'x'.repeat(20)}`, '***'],
    ['key AKIAIOSFODNN7EXAMPLE is not valid', 'key *** is not valid'],
    ['glpat-abcdefgh1234 xoxb-1234-abcdefgh', '*** ***'],
    ['Authorization: Bearer eyJhbGciOi.SECRET.SIG', 'Authorization: ***'],
    ["{'Authorization': 'Basic YW5uOnNlY3JldA=='}", "{'Authorization': '***'}"],
    ['got Bearer abcdef123456', 'got Bearer ***'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'jwt ***'],
    ['https://hooks.slack.com/services/T0/B0/XYZ 404', 'https://hooks.slack.com/services/*** 404'],
    ['postgres://svc:p@ss@db/prod', 'postgres://***@db/prod'],
    ['postgres://svc:p/ss@db/prod', 'postgres://***@db/prod'],
    ['https://ann@host/rows', 'https://***@host/rows'],
    ['postgres://svc:hunter2@db:5432/prod', 'postgres://***@db:5432/prod'],
    ['curl -H "Authorization: Basic YW5uOnNlY3JldA==" https://x', 'curl -H "Authorization: ***" https://x'],
    [
      'AccountName=acme;AccountKey=aGVsbG8+d29ybGQ/Zm9v==;EndpointSuffix=x',
      'AccountName=acme;AccountKey=***;EndpointSuffix=x',
    ],
    [
      'Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=aGVsbG8=',
      'Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=***',
    ],
    ['host=db user=svc password=hunter2 dbname=x', 'host=db user=svc password=*** dbname=x'],
    ['DB_PASSWORD=hunter2', 'DB_PASSWORD=***'],
    ['Uid=svc;Pwd=hunter2;', 'Uid=svc;Pwd=***;'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'aws_secret_access_key = ***'],
    ['{"client_secret": "a\\"b c", "x": "y"}', '{"client_secret": "***", "x": "y"}'],
    ["connect(password='hunter2', user='svc')", "connect(password='***', user='svc')"],
    ['k -----BEGIN RSA PRIVATE KEY-----\\nMIIEow\\nAQAB\\n-----END RSA PRIVATE KEY----- x', 'k *** x'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----\nx', '***\nx'],
    [`${'aB3/'.repeat(16)}\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----`, '***'],
    [`hf_${'aB3c'.repeat(8)} sk-proj-${'aB3c'.repeat(8)} xapp-1-A0-123`, '*** *** ***'],
    [`ya29.${'aB3c'.repeat(8)} dapi${'0af1'.repeat(8)} gsk_${'aB3c'.repeat(8)}`, '*** *** ***'],
  ])('%s', (text, expected) => {
    expect(hideTokens(text)).toBe(expected);
    expect(hideSecrets(text)).toBe(expected);
  });

  it('has no values of a query', () => {
    const text = 'GET https://acct.blob.core.windows.net/c/x.csv?sv=2024&sig=SECRETSIG%3D 403';
    expect(hideSecrets(text)).toBe('GET https://acct.blob.core.windows.net/c/x.csv?sv=***&sig=*** 403');
  });

  it.each([
    'KeyError: "token" in src/keys.py:12',
    'expected Token of 3 characters, got basic auth',
    `digest ${'0af1'.repeat(16)}`,
    'mail ann@example.com about https://example.com/a:b',
    'sk-learn 1.5, hf_hub and npm_config',
    'input "password": expected a text, got none',
    'http://localhost:8080/acme/releases/churn@v1.0.0',
    'max_tokens=256, token=[CLS], key=day, password=${{ secrets.DB }}',
    'PWD=/builds/model',
  ])('%s stays as it is', (text) => {
    expect(hideTokens(text)).toBe(text);
  });
});

describe('the values of variables with a secret name', () => {
  it.each([
    ['DEPLOY_KEY', '-----BEGIN KEY-----\nMIIEowIBAAKCAQEA7\n-----END KEY-----', 'got MIIEowIBAAKCAQEA7'],
    ['GCP_CREDENTIALS_JSON', '{\n  "private_key": "MIIEvQ-secret"\n}', 'got "private_key": "MIIEvQ-secret"'],
    ['SNOWFLAKE_PWD', 'Winter-2026!', 'got Winter-2026!'],
    ['SLACK_WEBHOOK', 'https://hooks.example.com/XYZ', 'got https://hooks.example.com/XYZ'],
    ['API_TOKEN', 'a b+c/d=', 'got a%20b%2Bc%2Fd%3D'],
    ['PASSWORD', 'p@ss/w"ord', 'got p@ss/w\\"ord'],
    ['DB_PASS', 'correct-horse', 'got correct-horse'],
    ['AZURE_SAS', 'sv=1&sp=r', 'got sv=1&sp=r'],
    ['VAULT_JSON_SECRET', '{"credentials":{"value":["0a1b2c3d4e5f"]}}', 'got 0a1b2c3d4e5f'],
    ['KAGGLE_KEY', '{"username":"ann","key":"0a1b2c3d4e5f"}', 'got 0a1b2c3d4e5f'],
    ['GCP_KEY', '{"a":[{"private_key":"-----B\\nMIIEvQIB"}]}', 'got MIIEvQIB'],
  ])('of %s are hidden', (name, value, text) => {
    expect(createRedactor({ [name]: value })(text)).toBe('got ***');
  });

  it('and nothing else of their JSON', () => {
    const redact = createRedactor({
      GCP_KEY: '{"type":"service_account","auth_uri":"https://a.example/auth","private_key":"MIIEvQIB"}',
    });
    expect(redact('a service_account of https://a.example/auth')).toBe(
      'a service_account of https://a.example/auth',
    );
  });

  it('and of no other', () => {
    const redact = createRedactor({ CITY: 'Oslo is nice', PIN_TOKEN: '12345', BYPASS: 'enabled' });
    expect(redact('Oslo is nice, 12345 and enabled')).toBe('Oslo is nice, 12345 and enabled');
  });
});

it('no text that this repository publishes, shows or expects has anything hidden', async () => {
  const root = join(import.meta.dirname, '../../..');
  const isShown = (path: string): boolean =>
    /\.(?:md|html|txt|json|yml)$/.test(path) &&
    /^(?:docs|workflows-examples|test\/(?:actions|domain))\//.test(path);
  const paths = (await listRepositoryFiles(root)).filter(isShown);
  expect(paths.length).toBeGreaterThan(100);
  for (const path of paths) {
    const lines = (await readFile(join(root, path), 'utf8')).split('\n');
    expect([path, lines.filter((line) => hideTokens(line) !== line)]).toEqual([path, []]);
  }
});

it.each(['aB3/', 'a=', '"', '://', 'password=', 'AB12AB12AB12AB12 '])(
  'a long text of %s takes no long time',
  (part) => {
    const text = part.repeat(100_000 / part.length);
    expect(hideTokens(text).length).toBeLessThanOrEqual(text.length);
  },
);
