/** The examples of GitHub's page about code owners, each with what the page says of it. */
import { describe, expect, it } from 'vitest';
import { codeOwnersOf } from '../../../src/shared/domain/supply-chain/code-owners.ts';

/** Whether a file of one line names its owner for the path. */
const owns = (pattern: string, path: string): boolean => codeOwnersOf(`${pattern} @ann`, path).length > 0;

describe('a pattern of CODEOWNERS', () => {
  it.each([
    ['*', 'deep/in/a/folder.txt'],
    ['*.js', 'src/index.js'],
    ['/build/logs/', 'build/logs/today/errors.log'],
    ['docs/*', 'docs/getting-started.md'],
    ['apps/', 'services/apps/main.py'],
    ['/docs/', 'docs/build/index.md'],
    ['**/logs', 'deeply/nested/logs/a.log'],
    ['/apps/github', 'apps/github/README.md'],
    ['/models/**/config.yml', 'models/churn/eu/config.yml'],
    ['my\\ models/', 'my models/churn.bin'],
  ])('%s matches %s', (pattern, path) => {
    expect(owns(pattern, path)).toBe(true);
  });

  it.each([
    ['*.js', 'src/index.ts'],
    ['/build/logs/', 'src/build/logs/errors.log'],
    ['docs/*', 'docs/build-app/troubleshooting.md'],
    ['docs/*', 'src/docs/index.md'],
    ['apps/', 'apps'],
    ['/docs/', 'src/docs/index.md'],
    ['/apps/github', 'apps/github.md'],
    ['!*.js', 'src/index.js'],
    ['[ab].js', 'a.js'],
    ['../*', 'a.js'],
    ['/', 'a.js'],
  ])('%s does not match %s', (pattern, path) => {
    expect(owns(pattern, path)).toBe(false);
  });
});

describe('the owners of a path', () => {
  const FILE = [
    '# Who looks after what',
    '*       @global-owner1 @global-owner2 # everything else',
    '/apps/  @octocat docs@example.com @acme/models',
    '/apps/github',
    '',
  ].join('\r\n');

  it.each([
    ['src/main.py', ['global-owner1', 'global-owner2']],
    ['apps/churn/train.py', ['octocat']],
    ['apps/github/train.py', []],
  ])('of %s are the people of the last line that matches', (path, owners) => {
    expect(codeOwnersOf(FILE, path)).toEqual(owners);
  });
});
