/** What a box imitates and what it does on request: printed by `npm run box`, and the table of the README. */

export interface Feature {
  readonly name: string;
  readonly what: string;
}

export const features: readonly Feature[] = [
  { name: 'REST API', what: 'every request and reply checked against GitHub’s API description' },
  {
    name: 'GraphQL',
    what: 'viewer, repository, ref, refs, object, pullRequest, by GitHub’s published schema',
  },
  { name: 'git', what: 'clone, fetch and push over HTTP' },
  { name: 'artifacts, cache', what: 'what @actions/artifact and @actions/cache speak; of any size' },
  { name: 'OCI registry', what: 'images, with the permission "packages"' },
  { name: 'tokens', what: 'of workflows, of App installations (<app>[bot]), of people' },
  { name: 'rate limits', what: 'x-ratelimit-* with every reply; --hourly-limit' },
  {
    name: 'limits of size',
    what: 'empty assets and assets from 2 GiB are refused, and texts that are too long',
  },
];

export interface Control {
  /** As it is called on a box in a test. */
  readonly call: string;
  readonly what: string;
}

/** For tests: `startBox({ hourlyLimit })` and the methods of the box. */
export const controls: readonly Control[] = [
  { call: 'issueToken({ app })', what: 'the token of an App’s installation' },
  { call: 'lockConversation({ number })', what: 'comments are refused, except of people who may write' },
  { call: 'publishRelease({ tag, by })', what: 'a release of the web form, with a lightweight tag' },
  { call: 'restrictCreation(patterns)', what: 'a ruleset that refuses new refs' },
  { call: 'expireArtifact(id)', what: 'the end of its retention' },
];
