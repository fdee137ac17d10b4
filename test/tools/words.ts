/**
 * The vocabulary of this repository: one name for one thing, and the one that the field uses. The left column is what
 * a reader would have to translate. `test/words.test.ts` reads documents, reports, manifests and sources for it.
 */

export interface Word {
  /** What is not written. */
  readonly pattern: RegExp;
  /** What is written instead. */
  readonly instead: string;
  /** Paths that it applies to; everywhere without it. */
  readonly where?: RegExp;
  /** Only in names of code, where it is right in a sentence. */
  readonly inNames?: true;
}

export const words: readonly Word[] = [
  // Evaluation
  { pattern: /judg/i, instead: 'evaluate, evaluation' },
  { pattern: /\b(?:rule|gate|bound|floor)s?\b[^.\n]{0,25}\bholds?\b/i, instead: 'a rule passes' },
  {
    pattern:
      /\brules? (?:is|are) kept\b|\b(?:keep|break)s? (?:all|every|another) rules?\b|\bchallengers? (?:that )?(?:keep|break)s?\b/i,
    instead: 'a rule passes, fails; a challenger passes, fails a rule',
    where: /^(?:actions|docs|src|test\/(?:actions|domain))\//,
  },
  { pattern: /\bcertainly (?:worse|better)\b/i, instead: 'significantly worse, better' },
  {
    pattern: /\b(?:[Uu]n)?[Pp]roved(?![a-z])|\b[Pp]roves?\b/,
    instead: 'significant, found superior, shown, confirmed: a test has an error rate, and is no proof',
    where: /^(?:actions|docs|src|test\/(?:actions|domain\/evaluation|domain\/registry|trust|journeys))\//,
  },
  { pattern: /\bluck of training\b/i, instead: 'seed variance' },
  {
    pattern: /\bruled out\b/i,
    instead: 'no change detected (smallest detectable: …)',
    where: /^(?:actions|src)\//,
  },
  { pattern: /first model that holds/i, instead: 'the first version is better than' },
  { pattern: /\b(?:cannot|can't|could not)[- ]tell/i, instead: 'inconclusive' },
  { pattern: /trivial[- ]?model|best constant/i, instead: 'baseline' },
  { pattern: /same answers/i, instead: 'identical predictions' },
  { pattern: /\btimes? in (?:five|5|100|a hundred)\b/i, instead: 'minimum detectable effect (80 % power)' },
  {
    pattern: /(?:could not|would) have (?:been )?(?:seen|shown)/i,
    instead: 'minimum detectable effect',
  },
  {
    pattern: /\bpromised\b|\bkeeps?\b[^.\n]{0,12}\bpromises?\b/i,
    instead: 'has nominal coverage, keeps its error rate',
  },
  { pattern: /\b(?:re)?weighed\b|\breweighs?\b/i, instead: 'weighted, reweighted' },
  { pattern: /\b(?:group|its|their) shares?\b/i, instead: 'weight' },
  { pattern: /puts a positive/i, instead: 'ROC AUC is 0.119 higher than that of the baseline (95 % CI …)' },
  // Monitoring
  { pattern: /\bquiet/i, instead: 'ok' },
  {
    pattern: /watch/i,
    instead: 'warning (of a finding), only a warning, monitor',
    where: /^(?:actions|docs|src\/shared\/(?:domain|usecases|ports)|test\/(?:actions|domain))\//,
  },
  { pattern: /\bwatch(?:es)?\b/i, instead: 'warning (of a finding), monitor' },
  {
    pattern: /(?:current|missing|joined)[- ]?answers/i,
    instead: 'predictions and labels; `answers` are digests of what a version predicted',
  },
  {
    pattern: /\banswers? to (?:(?:a|one|each|every|all|the|its) )?cases?\b/i,
    instead: 'response, of the task `scores`',
  },
  {
    pattern: /current[- ]?profiles?\b/i,
    instead: 'current counts, counts by day; a profile is of the reference',
  },
  { pattern: /alarm/i, instead: 'alert' },
  { pattern: /\bnew labels?\b/i, instead: 'new categories' },
  { pattern: /not[- ]affected/i, instead: 'unaffected' },
  // Registry
  {
    pattern: /\bcompared version\b|(?:resolve|find)Opponent\b/,
    instead: 'champion, anchor; opponent for either',
    where: /^(?:actions|docs|src)\/|^CONTRIBUTING/,
  },
  { pattern: /holder/i, instead: 'the version assigned to a stage' },
  { pattern: /\bwho holds\b|\bhold(?:s|ing)?\b[^.\n]{0,25}\bstage\b/i, instead: 'is assigned to the stage' },
  { pattern: /\bheld (?:it|the stage)\b/i, instead: 'was assigned to the stage' },
  {
    pattern: /\b(?:held|holds?|holding)\b(?: \w+){0,2} against\b|\bheld to (?:a|an|the|this|that|it)\b/i,
    instead: 'compared with, evaluated by, checked against',
  },
  { pattern: /\bnobody\b/i, instead: 'the stage is empty; anonymous; no one' },
  // Adapters
  { pattern: /\bshown (?:the|a|its) token/i, instead: 'sends credentials' },
  { pattern: /\bpatience\b|\bone door\b/i, instead: 'RetryPolicy, withRetry, client' },
  { pattern: /AttemptFailed|Unanswered/, instead: 'RetryableError, NetworkError' },
  { pattern: /\bunanswered\b/, instead: 'pending', inNames: true },
  // Deployment
  { pattern: /putIntoService|\bgo(?:es)?[ ]?back\b|\bway back\b/i, instead: 'roll out, roll back, rollback' },
  { pattern: /\bSwitch\b|\bthe switch\b|switchOver/, instead: 'cutover' },
  {
    pattern: /\bkeep\(\)|\b(?:is)?settle[sd]?\b|\bannounce[sd]?\b|\babandon(?:s|ed)?\b/i,
    instead: 'finalize, evaluate, create the deployment, mark as failed',
    where: /^(?:actions|docs|src|workflows-examples)\//,
  },
  // Code
  {
    pattern: /[a-z](?:Question|Facts)\b|\b(?:question|facts) = |\blook\(/,
    instead: 'Request, Result, runCheck',
  },
  {
    pattern: /\bquestions?\b|\bfacts?\b/,
    instead: 'Request, Result; columns, values',
    where: /^(?:actions|src)\//,
    inNames: true,
  },
  {
    // A planned look at the rows is the term of statistics.
    pattern: /\blook at\b|(?<!\b(?:add|planned)) look$/,
    instead: 'Result, read, check',
    where: /^(?:actions|src)\//,
    inNames: true,
  },
  { pattern: /[a-z]Answer\b/, instead: 'Result, Response', where: /^(?:actions|src)\// },
  // Prose
  { pattern: /\bmend(?:s|ed)?\b/i, instead: 'fix' },
  { pattern: /\banew\b/i, instead: 'again, recreated' },
  { pattern: /\bgo(?:es)? on\b/i, instead: 'resumes, continues' },
  { pattern: /\bfor ?ever\b/i, instead: 'permanently' },
  { pattern: /spelt\b/i, instead: 'spelled' },
  { pattern: /\bby (?:itself|themselves)\b/i, instead: 'automatically; alone' },
  { pattern: /\b(?:tells?|told|telling)\b/i, instead: 'reports, says, distinguishes' },
  { pattern: /\bours\b/i, instead: 'the name of the thing' },
  { pattern: /\bhonest/i, instead: 'calibrated, unbiased, correct: what was measured' },
  { pattern: /\bdata residence\b/i, instead: 'data residency' },
  { pattern: /\bmachines? of your own\b/i, instead: 'self-hosted runner' },
  // American English
  { pattern: /(?:behavi|neighb|col|fav|hon|lab)our/i, instead: 'behavior, neighbor, color, favor, honor' },
  { pattern: /(?:label|model|travel|signal)l(?:ed|ing)\b/i, instead: 'labeled, modeled' },
  { pattern: /catalogue/i, instead: 'catalog' },
  {
    pattern:
      /(?:recogn|serial|normal|summar|organ|optim|initial|minim|maxim|general|emphas|standard|special|synchron|author|util|visual|categor|random|final|real|canonical|quant|regular|vector|token|local|global|custom|penal|stabil|memor|priorit|parametr|character|central|criti[ck]|apolog|famil[i]ar|popular|discret|winsor|harmon)is(?:e|ing|ation)/i,
    instead: 'the same with z: recognize, serialize, normalize',
  },
  {
    pattern: /analyse|\bcent(?:re)\b|kilometre|\bgrey\b|\blicence\b|artefact|\bwhilst\b/i,
    instead: 'analyze, center, kilometer, gray, license, artifact, while',
  },
  {
    pattern:
      /\b(?:(?:to|up|down)wards|amongst|(?:learn|burn|dream|leap)t|fulfil(?:s|ment)?|programmes?|(?:de|of)fence|ageing|(?:lit|met|fib|calib)res?|practis(?:e[ds]?|ing)|enrols?|skilful|tyres?|storeys?)\b/i,
    instead: 'toward, among, learned, fulfill, program, defense, aging, liter, practice, skillful, story',
    where: /^(?:actions|docs|src|test|[A-Z]+\.md)/,
  },
];

/** Where a word of the left column is right. */
export interface Exception {
  readonly path: RegExp;
  /** The text that may stand, as it stands. */
  readonly text: RegExp;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    path: /^CONTRIBUTING\.md$/,
    text: /(?<=^\| [^`|][^|]*\|[^|]+)\|[^|]+\|$/,
    reason: 'the last column of the table of words, which says what is not written',
  },
  {
    path: /./,
    text: /false[- ]?alarms?/,
    reason: 'the term of statistics, and a key of the configuration',
  },
  {
    path: /./,
    text: /--quiet\b/,
    reason: 'an option of sha256sum and of git',
  },
  {
    path: /./,
    text: /placeholder/,
    reason: 'another word',
  },
  {
    path: /^test\/adapters\/files\/files\.test\.ts$/,
    text: /\bNOBODY\b/,
    reason: 'the name of a user on Unix',
  },
  {
    path: /^test\/github-box\/git\/history\.ts$/,
    text: /\bours\b/,
    reason: 'what git calls a side of a merge',
  },
  {
    path: /^src\/shared\/domain\/setup\/response-columns\.ts$/,
    text: /\bgrader\|judge\|/,
    reason: 'the names that people give to columns',
  },
  {
    path: /^src\/shared\/domain\/setup\/check-names\.ts$/,
    text: /'watch'/,
    reason: 'the name of an event of GitHub',
  },
  {
    path: /^test\/tools\/ncc\.ts$/,
    text: /\bquiet: true/,
    reason: 'an option of ncc',
  },
  {
    path: /^(?:src\/shared\/adapters|test\/faults)\//,
    text: /\bwatch[A-Z]\w+/,
    reason: 'what follows another part of the program: no outcome of a finding',
  },
  {
    path: /^src\/shared\/domain\/setup\//,
    text: /\bquestions?(?:Of)?\b/,
    reason: 'what `init` asks a person, and the names that people give to columns',
  },
];

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** Every use of the left column in a file, also over the end of a line, without those that an exception allows. */
export function findWords(path: string, text: string): readonly Finding[] {
  const allowed = exceptions.filter((exception) => exception.path.test(path));
  const lines = text
    .split('\n')
    .map((line) =>
      allowed.reduce((left, { text: pattern }) => left.replaceAll(new RegExp(pattern, 'gi'), ''), line),
    );
  const applying = words.filter(({ where }) => where?.test(path) ?? true);
  const inName = findInNames(path.endsWith('.ts') ? applying : []);
  const proseWords = mayHaveWord(lines) ? applying.filter(({ inNames }) => inNames !== true) : [];
  return lines.flatMap((line, index) => {
    const continued = `${line.trimEnd()} ${(lines[index + 1] ?? '').replace(CONTINUATION, '')}`;
    const inProse = proseWords.flatMap(({ pattern, instead }) => {
      const match = pattern.exec(continued);
      // A match in the next line alone is a finding of that line.
      if (match === null || match.index >= line.trimEnd().length) return [];
      return [{ found: match[0], instead }];
    });
    const all = [...inProse, ...namesIn(line).flatMap(inName)];
    return all.map((found) => ({ path, line: index + 1, ...found }));
  });
}

/** One search of the whole text for all words: nearly every file has none, and is not searched line by line. */
function mayHaveWord(lines: readonly string[]): boolean {
  const whole = lines.map((line) => line.trimEnd().replace(CONTINUATION, '')).join(' ');
  return anyWord.some((pattern) => pattern.test(whole));
}

/** Those for upper and lower case apart, so that a `switch` is no `Switch`. */
const anyWord = ['i', ''].map((flags) => {
  const some = words.filter(({ pattern, inNames }) => inNames !== true && pattern.flags === flags);
  return new RegExp(some.map(({ pattern }) => `(?:${pattern.source})`).join('|'), flags);
});

type Found = Pick<Finding, 'found' | 'instead'>;

/** A name that stands in a file many times is split and compared once. */
function findInNames(applying: readonly Word[]): (name: string) => readonly Found[] {
  const known = new Map<string, readonly Found[]>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const spaced = wordsOf(name);
    const found = applying
      .filter(({ pattern }) => pattern.test(spaced))
      .map(({ instead }) => ({ found: name, instead }));
    known.set(name, found);
    return found;
  };
}

/** Names of code in a line, without comments and texts. */
function namesIn(line: string): readonly string[] {
  if (/^\s*(?:\/?\*|\/\/)/.test(line)) return [];
  const code = line.replace(/\/\/ .*$|(['"`])(?:(?!\1)[^\\]|\\.)*\1?/g, '');
  return code.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

/** `weighed terms` of `WeighedTerms` and of `WEIGHED_TERMS`. */
function wordsOf(name: string): string {
  const spaced = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ').replaceAll('_', ' ');
  return spaced.trim().toLowerCase();
}

/** What begins a line in the middle of a comment, a list or a quotation. */
const CONTINUATION = /^\s*(?:\*|#|\/\/|>)?\s*/;
