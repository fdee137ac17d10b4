/**
 * What the message of a tag says: a title for people and trailers (git-interpret-trailers) for register,
 * which finds its own work again by them after a crash.
 */

const stageOperations = ['promote', 'rollback'] as const;
export type StageOperation = (typeof stageOperations)[number];

export interface TagMessage {
  readonly title: string;
  /** Digest of `run.json`, which names every byte of the evidence; the same evidence is never registered twice. */
  readonly evidence?: string | undefined;
  /** Digest of the published evaluation of it. */
  readonly evaluation?: string | undefined;
  /** The commit of the code, which a tag with a commit of its own does not lead to. */
  readonly commit?: string | undefined;
  /**
   * The newest commit whose merge the registration looked at. What is checked out can have more: another pull request of the
   * same push, or what was merged before somebody started register by hand.
   */
  readonly merged?: string | undefined;
  /** Digest of the set of the model's files. */
  readonly modelDigest?: string | undefined;
  readonly operation?: StageOperation | undefined;
  /** The versions that the registered one was found superior to: the anchor of its stage moves by them. */
  readonly superiorTo?: readonly string[] | undefined;
  /** The newest commit of the ledger at that moment: its history has to have it from then on. */
  readonly ledger?: string | undefined;
  /** Why a version is archived, deprecated or restored; one line. */
  readonly reason?: string | undefined;
  /** Address of the run that made the tag. */
  readonly run?: string | undefined;
}

const trailers = [
  ['Evidence', 'evidence'],
  ['Evaluation', 'evaluation'],
  ['Commit', 'commit'],
  ['Merged', 'merged'],
  ['Model-Digest', 'modelDigest'],
  ['Operation', 'operation'],
  ['Superior-To', 'superiorTo'],
  ['Ledger', 'ledger'],
  ['Reason', 'reason'],
  ['Run', 'run'],
] as const;

export function renderTagMessage(message: TagMessage): string {
  const lines = trailers.flatMap(([name, key]) => {
    const value = message[key];
    const text = typeof value === 'object' ? value.join(', ') : value;
    return text === undefined || text === '' ? [] : [`${name}: ${text}`];
  });
  return `${message.title}\n\n${lines.join('\n')}\n`;
}

/** Reads any message; trailers that are unknown, or absent, are undefined. */
export function readTagMessage(text: string): TagMessage & { readonly superiorTo: readonly string[] } {
  const [title = ''] = text.split('\n', 1);
  const found = new Map<string | undefined, string | undefined>(
    [...text.matchAll(/^([A-Za-z-]+): (\S.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const operation = stageOperations.find((known) => known === found.get('Operation'));
  return {
    title,
    evidence: found.get('Evidence'),
    evaluation: found.get('Evaluation'),
    commit: found.get('Commit'),
    merged: found.get('Merged'),
    modelDigest: found.get('Model-Digest'),
    operation,
    superiorTo: found.get('Superior-To')?.split(', ') ?? [],
    ledger: found.get('Ledger'),
    reason: found.get('Reason'),
    run: found.get('Run'),
  };
}
