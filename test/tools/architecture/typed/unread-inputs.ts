/** Inputs of actions that are read from the step, and that nothing uses: whoever sets one is not heard. */
import ts from 'typescript';
import { declarationsRead, readNameAt } from './document-keys.ts';
import { visitAll, type TypedProgram } from './typed-program.ts';

/**
 * @param isInputs whether a file reads inputs: members of its interfaces are what it read.
 * @returns one sentence for each member that no other file asks for.
 */
export function findUnreadInputs(
  program: TypedProgram,
  isInputs: (path: string) => boolean,
): readonly string[] {
  const fields = new Map<ts.Node, string>();
  visitAll(program, (node, path) => {
    if (!isInputs(path) || !ts.isPropertySignature(node) || !ts.isInterfaceDeclaration(node.parent)) return;
    fields.set(node, `${node.parent.name.text}.${node.name.getText()}`);
  });
  const names = new Set([...fields.values()].map((name) => name.replace(/^.*\./, '')));
  const read = new Set<ts.Node>();
  visitAll(program, (node, path) => {
    if (isInputs(path)) return;
    const name = readNameAt(node);
    if (name !== undefined && names.has(name.text))
      for (const declaration of declarationsRead(name, program)) read.add(declaration);
    if (ts.isCallExpression(node) && path.startsWith('actions/'))
      for (const declaration of handedOver(node, program)) read.add(declaration);
  });
  return [...fields]
    .filter(([node]) => !read.has(node))
    .map(
      ([node, name]) =>
        `${program.placeOf(node)}: nothing uses ${name}; use it where it applies, or remove it here and from action.yml`,
    );
}

/** Members of arguments that a parameter of another type asks for by name, such as the model of `selectModel(config, inputs)`. */
function handedOver(call: ts.CallExpression, { checker }: TypedProgram): readonly ts.Node[] {
  return call.arguments.flatMap((argument) => {
    if (!ts.isIdentifier(argument) && !ts.isPropertyAccessExpression(argument)) return [];
    const given = checker.getTypeAtLocation(argument);
    const asked = checker.getContextualType(argument);
    return (asked?.getProperties() ?? []).flatMap((member) => {
      const declarations = given.getProperty(member.name)?.declarations ?? [];
      return declarations.filter((declaration) => member.declarations?.includes(declaration) !== true);
    });
  });
}
