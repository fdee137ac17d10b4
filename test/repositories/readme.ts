/** What the README gives people to paste, and the two lines that it asks them to replace. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../demo/sample-project.ts';

export const WORKFLOW = '.github/workflows/model.yml';

/** A training that needs a shell only. */
export const TRAINING = {
  'train.sh': 'echo weights > model.pkl\necho \'{ "accuracy": 0.87, "f1": 0.81 }\' > metrics.json\n',
} as const;

export interface ReadmeText {
  readonly workflow: string;
  readonly config: string;
  readonly withGate: string;
  /** The configuration that compares both models on the same rows, and the score command for it. */
  readonly withScore: string;
  readonly score: string;
  /** `train:` for a model that is in production already. */
  readonly adoption: string;
}

/** @throws Error where the README has not these texts. */
export async function readReadme(): Promise<ReadmeText> {
  const readme = await readFile(join(repositoryRoot, 'README.md'), 'utf8');
  const [workflow, config, withGate, withScore] = Array.from(
    readme.matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
    ([, yaml = '']) => yaml,
  );
  const score = /^```python\n([\s\S]*?)^```$/m.exec(readme)?.[1];
  const adoption = /`(train: \{ command: cp [^`]+\})`/.exec(readme)?.[1];
  const found = { workflow, config, withGate, withScore, score, adoption };
  const isWhole = (text: typeof found): text is typeof found & ReadmeText =>
    Object.values(text).every((part) => part !== undefined);
  if (isWhole(found)) return found;
  throw new Error(
    'README.md: expected a workflow, three configurations, `score.py` and a `train` that copies, got fewer',
  );
}

const OWN_LINES = [
  { marked: /^( *)- run: pip install -r requirements\.txt\b.*$/m, own: '$1- run: echo nothing to install' },
  { marked: /^( *)train: \{ command: python train\.py,/m, own: '$1train: { command: bash train.sh,' },
] as const;

/** As a person does who has no Python: nothing else of the text is changed. */
export function useOwnLines(text: string): string {
  return OWN_LINES.reduce((changed, { marked, own }) => changed.replace(marked, own), text);
}
