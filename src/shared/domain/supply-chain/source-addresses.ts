/**
 * Addresses of a repository as tools take them that install packages or download files: `git+https://github.com/acme/churn@topic`,
 * `github:acme/churn#topic`, `…/archive/topic.zip`, `github.com/acme/churn/cmd@topic`. A page is none: `https://github.com/acme/churn#readme`.
 */
import { lastPartOf } from '../kernel/repository-path.ts';
import { escapePattern } from './command-files.ts';
import { EXPRESSION } from './ref-values.ts';

export interface AddressReader {
  /** @returns the refs of all addresses of the repository in a text, each as it is written. One without a ref is of the default branch. */
  readonly refsIn: (text: string) => readonly string[];
  /** Whether a text has the name at all: most have not. */
  readonly mayName: (text: string) => boolean;
  /** Whether a whole word, such as the value of `git = `, is the address of the repository, with a ref or without. */
  readonly isAddress: (word: string) => boolean;
  /** @returns the refs where `owner/name` alone is an address, by `@`, `#` or `:`, as npm, R and PyTorch have it. */
  readonly refsOfName: (text: string) => readonly string[];
  /** The text with values of the platform that are the repository, and no blanks in other expressions. */
  readonly withRepository: (text: string) => string;
}

/** @param repository `owner/name`, in any case, as the platform reads it. */
export function createAddressReader(repository: string): AddressReader {
  const name = escapePattern(repository);
  const [owner = '', short = ''] = repository.split('/').map(escapePattern);
  const last = lastPartOf(repository).toLowerCase();
  const forms = formsOf(name, `com\\.github\\.${owner}:${short}`);
  const whole = new RegExp(`^(?:${ADDRESS_START})?${name}(?:\\.git)?/?(?:[@#?].*)?$`, 'is');
  const bare = new RegExp(`(?:^|["'\\s@,:])${name}(?:\\.git)?[@#:](${REF})`, 'gi');
  return {
    refsIn: (text) => [
      ...Array.from(text.matchAll(forms.git), refOfGit),
      ...forms.others.flatMap((form) => Array.from(text.matchAll(form), ({ groups }) => groups?.ref ?? '')),
    ],
    mayName: (text) => text.toLowerCase().includes(last),
    isAddress: (word) => whole.test(word),
    refsOfName: (text) => Array.from(text.matchAll(bare), ([, ref = '']) => ref),
    withRepository: (text) => withRepositoryOf(text, repository),
  };
}

/** No blank, quote, bracket or mark of a sentence, unless an expression has it. */
const REF = String.raw`(?:semver:)?(?:\$\{\{[^}]{0,200}\}\}|\$\{\w+\}|[^\s"'\x60,;:()[\]{}&?#|<>\\])+`;
/** With a scheme, and with who asks: `https://x-access-token:${{github.token}}@github.com/`. */
const SCHEME = String.raw`(?:git\+)?(?:https?|ssh|git)(?:\+[a-z]+)?:\/\/`;
const HOST = String.raw`(?:\$\{\{[^}]{0,200}\}\}|\$(?!\{\{)|[^\s"'/$]){1,300}\/`;
const ADDRESS_START = String.raw`${SCHEME}${HOST}|(?:ssh:\/\/)?git@[\w.-]+[:/]|(?:github|gh)::?|[\w.-]+\.[a-z]+\/`;

interface Forms {
  readonly git: RegExp;
  /** Each with the group `ref`. */
  readonly others: readonly RegExp[];
}

function formsOf(name: string, jitPack: string): Forms {
  const form = (text: string): RegExp => new RegExp(text, 'gis');
  const ref = `(?<ref>${REF})`;
  const page = `${SCHEME}${HOST}${name}`;
  return {
    git: form(
      `(?<start>${SCHEME}${HOST}|git@[\\w.-]+:)${name}(?<end>\\.git)?\\/?(?:@${ref}|(?=[?#]))(?:\\?(?<query>[^\\s"'#]*))?(?:#(?<fragment>[^\\s"'\x60,;)\\]}]*))?`,
    ),
    others: [
      form(`(?:github|gh)::?${name}(?:\\.git)?[@#/]${ref}`),
      form(`/gh/${name}@${ref}`),
      // The name of an archive ends the ref.
      form(
        `${page}/archive/(?<ref>(?:refs/(?:heads|tags)/)?(?:\\$\\{\\{[^}]{0,200}\\}\\}|[^\\s"'#?$]){1,300}?)\\.(?:zip|tar\\.gz|tgz)${NOT_PINNED}`,
      ),
      form(`(?:${page}|repos/${name})/(?:tarball|zipball)/${ref}${NOT_PINNED}`),
      form(`codeload\\.[\\w.-]+/${name}/(?:legacy\\.)?(?:zip|tar\\.gz|tgz)/${ref}${NOT_PINNED}`),
      form(`repos/${name}/contents/[^\\s"'?]{0,300}\\?(?:[^\\s"']{0,300}&)?ref=${ref}`),
      form(`(?:${page}/raw|//raw\\.[\\w.-]+/${name}|//media\\.[\\w.-]+/media/${name})/${OF_PATH}`),
      form(`(?<![\\w/.@:+-])[\\w.-]+\\.[a-z]+/${name}(?:/[\\w./-]+)?@${ref}`),
      form(`${jitPack}:${ref}`),
    ],
  };
}

/** By the digest of its bytes. */
const NOT_PINNED = String.raw`(?![^\s"']{0,300}#sha\d+=)`;
/** Up to the first folder behind it. */
const OF_PATH = String.raw`(?<ref>(?:refs\/(?:heads|tags)\/)?(?:\$\{\{[^}]{0,200}\}\}|\$(?!\{\{)|[^\s"'/?#$]){1,300})\/`;
/** By which pip and others name what is in an archive. */
const OF_PACKAGE = /^(?:egg|subdirectory|sha\d+|md5|dir|path)[=:]/i;
const KEYED_REF = /(?:^|&)(?:ref|branch|tag|rev|commit|head)=([^&]+)/i;

/** Without `git+` or `.git` what stands behind "#" is a place in a page. */
function refOfGit({ groups = {} }: RegExpExecArray): string {
  const { start = '', end, ref, query = '', fragment = '' } = groups;
  const isOfGit = end !== undefined || !/^https?:/i.test(start);
  const ofQuery = KEYED_REF.exec(query)?.[1] ?? '';
  if (ref !== undefined || !isOfGit || OF_PACKAGE.test(fragment)) return ref ?? ofQuery;
  const ofFragment = KEYED_REF.exec(fragment)?.[1] ?? fragment.replace(/[&:].*$/s, '');
  return fragment.startsWith('semver:') ? fragment : ofFragment || ofQuery;
}

/** What the platform and its runners call the repository, its owner and where they are. */
function withRepositoryOf(text: string, repository: string): string {
  const [owner = '', name = ''] = repository.split('/');
  const ofRepository: Readonly<Record<string, string>> = {
    ...{ 'github.repository': repository, GITHUB_REPOSITORY: repository },
    ...{ 'github.repository_owner': owner, GITHUB_REPOSITORY_OWNER: owner },
    ...{ 'github.event.repository.name': name, 'github.event.repository.full_name': repository },
    ...{ 'github.server_url': 'https://github.com', GITHUB_SERVER_URL: 'https://github.com' },
    ...{ 'github.api_url': 'https://api.github.com', GITHUB_API_URL: 'https://api.github.com' },
  };
  return text
    .replaceAll(EXPRESSION, (_, inner: string) => {
      const value = inner.replaceAll(/\s+/g, '');
      return ofRepository[value] ?? `\${{${value}}}`;
    })
    .replaceAll(/\$\{?(GITHUB_[A-Z_]+)\}?/g, (found: string, key: string) => ofRepository[key] ?? found);
}
