/** Names with two meanings, and what is made in a second place. */
import { ADAPTER, plant, STEP, STORY, USECASES } from './plant.ts';

export const oneMeaningPlants = [
  ...plant(
    'src/shared/domain/text/sound.ts',
    'src/shared/domain/kernel/sound.ts has the name sound.ts too',
    'export const x = 1;',
  ),
  ...plant(
    ADAPTER,
    'is exported by src/shared/domain/kernel/sound.ts:',
    'export const soundEffect = 1;',
    'export const x = 1,\n  soundEffect = 2;',
    'export function soundEffect(): number {\n  return 1;\n}',
    'export interface Sound {\n  readonly bits: number;\n}',
    'export type Sound = string;',
    'export class Sound {}',
    'export async function soundEffect(): Promise<void> {}',
  ),
  ...plant(STORY, 'is exported by src/shared/domain/kernel/sound.ts:', 'export type Sound = string;'),
];

const LOUDEST = 'sounds.toSorted((one, other) => other.hertz - one.hertz).find(({ hertz }) => hertz > 20)';

export const oneRulePlants = [
  ...plant(
    ADAPTER,
    '/^[a-g](?:is|es)?[0-8]$/ stands in src/shared/domain/kernel/sound.ts:6 too; give it a name that says what it recognizes',
    'const NAME = /^[a-g](?:is|es)?[0-8]$/;\nexport const f = (text: string) => NAME.test(text);',
    "export const f = (text: string) => text.replace(/^[a-g](?:is|es)?[0-8]$/, '');",
  ),
  ...plant(
    STEP,
    'best stands in src/shared/domain/kernel/sound.ts:7 too, as loudest; export one of them, and import it',
    `function best(sounds: any) {\n  return ${LOUDEST};\n}\nexport const x = best([]);`,
    `const best = (found: readonly { hertz: number }[]) => {\n  return ${LOUDEST.replaceAll('sounds', 'found').replaceAll('one', 'left')};\n};\nexport const x = best([]);`,
  ),
];

const STEP_TYPE = `interface Step {
  readonly inputs: 1;
  readonly model: 1;
  readonly config: 1;
  readonly context: 1;
  readonly ports: number;
  readonly started: 1;
}`;
const LEDGER = 'interface Ports {\n  readonly ledger: { append(path: string): void };\n}';

const RECORD = 'const recordFile = (path: string): Promise<string> => Promise.resolve(path);';

export const onePlacePlants = [
  ...plant(
    STEP,
    'all files are opened at once; call recordFiles',
    `${RECORD}\nexport const f = (paths: string[]) => Promise.all(paths.map(async (path) => recordFile(path)));`,
    `${RECORD}\nexport const f = (paths: string[]) => Promise.all(paths.map(recordFile));`,
    `${RECORD}\nexport const f = (paths: string[]) =>\n  paths.flatMap((path) => {\n    const found = recordFile(path);\n    return [found];\n  });`,
  ),
  ...plant(
    STEP,
    'a context of a step is made outside of src/shared/usecases/step-context.ts',
    `${STEP_TYPE}\nexport const f = (step: Step) => ({ ...step, ports: 2 });`,
    `${STEP_TYPE}\nexport const f = ({ ports, ...others }: Step) => ({ ...others, ports: ports + 1 });`,
    'export const f = (inputs: 1, started: 1) => ({ inputs, model: 1, config: 1, context: 1, ports: 1, started });',
    'export const f = (prepareStep: () => 1) => prepareStep();',
  ),
  ...plant(
    STEP,
    'the ledger is written outside of src/shared/usecases/record-event.ts; call appendOrKeepEvent',
    `${LEDGER}\nexport const f = (ports: Ports) => ports.ledger.append('a');`,
    `${LEDGER}\nexport const f = ({ ledger }: Ports) => ledger.append('a');`,
    `${LEDGER}\nexport const f = (ports: Ports) => (ports.ledger).append('a');`,
    `${LEDGER}\nexport const f = ({ ledger }: Ports) => ['a'].map(ledger.append);`,
    `${LEDGER}\nexport const f = (ports: Ports) => {\n  const { append } = ports.ledger;\n  append('a');\n};`,
    `${LEDGER}\nexport const f = ({ ledger }: Ports) => {\n  const { append: write } = ledger;\n  write('a');\n};`,
  ),
  ...plant(
    USECASES,
    'the ledger is written outside of src/shared/usecases/record-event.ts',
    `${LEDGER}\nexport const f = (ports: Ports) => ports.ledger.append('a');`,
  ),
];
