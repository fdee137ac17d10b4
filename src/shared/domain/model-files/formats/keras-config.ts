/** The configuration of a Keras model: layers in layers, of which some carry code. https://keras.io/api/saving/ */
import type { JsonNode } from '../../kernel/strict-json.ts';
import type { ScanRule } from '../../documents/file-scan.ts';
import { meaningOf } from '../pickle/global-names.ts';

/** Whose classes Keras itself makes. */
const OWN_MODULES =
  /^(?:builtins|(?:tf_?keras|keras|tensorflow\.keras|tensorflow\.python\.keras|keras_core|keras_hub|keras_nlp|keras_cv)(?:\.|$))/;

export interface KerasFinding {
  readonly rule: ScanRule;
  readonly subject: string;
}

/** @param allowed names of the configuration, as `module.name`. */
export function findInKerasConfig(node: JsonNode, allowed: ReadonlySet<string>): readonly KerasFinding[] {
  if (node.kind === 'array') return node.items.flatMap((item) => findInKerasConfig(item, allowed));
  if (node.kind === 'scalar') return [];
  const inner = [...node.members.values()].flatMap((member) => findInKerasConfig(member, allowed));
  const [className, module] = [textOf(node.members.get('class_name')), textOf(node.members.get('module'))];
  if (className === undefined) return inner;
  if (/(?:^|\.)(?:Lambda|TorchModuleWrapper|TFSMLayer)$/.test(className) || className === '__lambda__')
    return [{ rule: 'code-layer', subject: className }, ...inner];
  if (module === undefined || OWN_MODULES.test(module)) {
    // A function of Keras by its name: some of them read files or the network.
    return /\b(?:get_file|load_model|deserialize_lambda|import_module|exec|eval)\b/.test(className)
      ? [{ rule: 'code-layer', subject: `${module ?? ''}.${className}` }, ...inner]
      : inner;
  }
  const meaning = meaningOf({ module, name: className }, allowed);
  if (meaning === 'allowed') return inner;
  const rule =
    meaning === 'dangerous' || meaning === 'attribute-walk' ? 'dangerous-global' : 'unknown-global';
  return [{ rule, subject: `${module}.${className}` }, ...inner];
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
