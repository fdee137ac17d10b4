/**
 * What pure code may not touch: the clock, randomness, the process, the network, the log. An identifier that the file
 * does not declare itself is taken for a global, whatever is around it. Scopes are not distinguished: a name that is
 * declared anywhere in a file hides the global in all of it, and a global that is not listed here is not found.
 */
import ts from 'typescript';
import { lineOf, visit, type SourceFile } from './source-file.ts';

const FORBIDDEN = new Set([
  ...[
    'process',
    'console',
    'performance',
    'fetch',
    'crypto',
    'navigator',
    'WebSocket',
    'EventSource',
    'Worker',
  ],
  ...['XMLHttpRequest', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'BroadcastChannel'],
  ...['globalThis', 'global', 'self', 'window', 'Function', 'eval', 'require', 'module', '__dirname'],
  '__filename',
]);
/** The members of these two that depend on their arguments only. */
const PURE_MEMBERS: Readonly<Record<string, (member: string) => boolean>> = {
  Date: (member) => member === 'parse' || member === 'UTC',
  Math: (member) => member !== 'random',
};

/** One sentence for each use, without the place: "may not use Date.now". */
export function purityViolations(file: SourceFile): readonly string[] {
  const declared = declaredNames(file.tree);
  const found: string[] = [];
  visit(file.tree, (node) => {
    const impure = impureUse(node, declared);
    if (impure !== undefined) found.push(`${file.path}:${lineOf(node)}: pure code may not use ${impure}`);
  });
  return found;
}

function impureUse(node: ts.Node, declared: ReadonlySet<string>): string | undefined {
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return 'import.meta';
  if (!ts.isIdentifier(node) || declared.has(node.text) || !isValueUse(node)) return undefined;
  if (FORBIDDEN.has(node.text)) return node.text;
  return Object.hasOwn(PURE_MEMBERS, node.text) ? impureMember(node) : undefined;
}

/** `Date` and `Math` in any form but the pure ones: a member by name, `new Date(value)`, `instanceof Date`. */
function impureMember(node: ts.Identifier): string | undefined {
  const { parent, text } = node;
  if (ts.isPropertyAccessExpression(parent))
    return PURE_MEMBERS[text]?.(parent.name.text) === true ? undefined : `${text}.${parent.name.text}`;
  if (ts.isNewExpression(parent) && text === 'Date') {
    const [first] = parent.arguments ?? [];
    return first === undefined || ts.isSpreadElement(first) ? 'new Date()' : undefined;
  }
  const isTest =
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return isTest ? undefined : `${text} in another form than ${text}.<member>`;
}

/** Not the name of a member or a key, and not a type. */
function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent) || ts.isTypeNode(parent) || ts.isMetaProperty(parent)) return false;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const isKey =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isEnumMember(parent);
  return !(isKey && parent.name === node);
}

/** Every name that the file itself gives to something. */
function declaredNames(tree: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  visit(tree, (node) => {
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node);
    if (isDeclaration && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}
