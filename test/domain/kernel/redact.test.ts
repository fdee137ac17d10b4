/** What is hidden of every text that leaves the job, one line for each form. */
import { describe, expect, it } from 'vitest';
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
  ])('of %s are hidden', (name, value, text) => {
    expect(createRedactor({ [name]: value })(text)).toBe('got ***');
  });

  it('and of no other', () => {
    const redact = createRedactor({ CITY: 'Oslo is nice', PIN_TOKEN: '12345', BYPASS: 'enabled' });
    expect(redact('Oslo is nice, 12345 and enabled')).toBe('Oslo is nice, 12345 and enabled');
  });
});
