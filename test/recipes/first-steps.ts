/**
 * The first step of recipes of CONTRIBUTING.md, as an edit: a name in a closed list, from which the compiler names the other
 * places. Each adds a member that no version has.
 */

export interface FirstStep {
  /** As the heading of the recipe has it. */
  readonly recipe: string;
  readonly path: string;
  /** What is replaced, once. */
  readonly before: string;
  readonly after: string;
}

const DOMAIN = 'src/shared/domain';

export const firstSteps: readonly FirstStep[] = [
  {
    recipe: 'task',
    path: `${DOMAIN}/documents/fields.ts`,
    before: 'export const taskNames = [\n',
    after: "export const taskNames = [\n  'added-task',\n",
  },
  {
    recipe: 'target of deployment',
    path: `${DOMAIN}/kernel/names.ts`,
    before: 'export const targetKinds = [',
    after: "export const targetKinds = ['added-target', ",
  },
  // Its settings name the kind, from which the place that creates the target is found.
  {
    recipe: 'target of deployment',
    path: `${DOMAIN}/rollout/serving-settings.ts`,
    before: 'export type ServingSettings = ',
    after:
      "type AddedSettings = Omit<CommandSettings, 'kind'> & { readonly kind: 'added-target' };\nexport type ServingSettings = AddedSettings | ",
  },
  {
    recipe: 'strategy of deployment',
    path: `${DOMAIN}/documents/deployment.ts`,
    before: 'const strategies = [',
    after: "const strategies = ['added-strategy', ",
  },
  {
    recipe: 'event of the ledger',
    path: `${DOMAIN}/kernel/names.ts`,
    before: 'export const eventKinds = [',
    after: "export const eventKinds = ['added-event', ",
  },
  {
    recipe: 'format of tables',
    path: `${DOMAIN}/table/format.ts`,
    before: 'export const tableFormats = [',
    after: "export const tableFormats = [\n  'added-format',",
  },
  {
    recipe: 'key to the configuration',
    path: `${DOMAIN}/config/config.ts`,
    before: 'export const modelConfigSchema = z.strictObject({',
    after: "export const modelConfigSchema = z.strictObject({\n  'added-key': z.string().optional(),",
  },
  {
    recipe: 'finding of the monitor',
    path: `${DOMAIN}/documents/finding-detail.ts`,
    before: 'const details = [',
    after: "const details = [\n  coded('added-finding', {}),",
  },
  {
    recipe: 'result of a deployment phase',
    path: `${DOMAIN}/documents/phase.ts`,
    before: 'const details = [',
    after: "const details = [\n  coded('added-result', {}),",
  },
];
