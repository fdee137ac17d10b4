/**
 * What runs when a statement at the top of a file is evaluated: the expressions in it, and the functions that they call,
 * followed through the sources. Code of the pure layers is not followed, since the other rules cover it. What is handed to
 * unknown code is taken as called, and so are getters, iterators and conversions. Not found: what a package does inside.
 */
import ts from 'typescript';
import { isPure, layerOf } from '../layers.ts';
import type { Program } from '../program.ts';
import { isDynamicImport } from '../source-file.ts';
import { forbiddenUse } from './globals.ts';
import { isPureCall } from './pure-packages.ts';

export interface Effect {
  readonly node: ts.Node;
  readonly what: string;
}

/** What becomes of a value: it is only kept; it is called; it is called, and so is what it returns. */
type Fate = 'kept' | 'called' | 'deeply called';

interface Walk {
  readonly program: Program;
  readonly found: Effect[];
  readonly seen: Map<ts.Node, Set<Fate>>;
}

export function effectsOf(statement: ts.Statement, program: Program): readonly Effect[] {
  const walk: Walk = { program, found: [], seen: new Map() };
  evaluateChildren(statement, 'kept', walk);
  return walk.found;
}

function evaluateChildren(node: ts.Node, fate: Fate, walk: Walk): void {
  ts.forEachChild(node, (child) => evaluate(child, fate, walk));
}

function evaluate(node: ts.Node, fate: Fate, walk: Walk): void {
  if (isTypeOnly(node)) return;
  if (ts.isFunctionLike(node) || isInstanceField(node)) {
    if (node.name !== undefined && ts.isComputedPropertyName(node.name)) evaluate(node.name, 'kept', walk);
    const isCalled = fate !== 'kept' || runsUnasked(node);
    if (isCalled) evaluateChildren(node, fate === 'deeply called' ? fate : 'kept', walk);
    return;
  }
  const what = act(node, walk.program);
  if (what !== undefined) walk.found.push({ node, what });
  else if (ts.isCallExpression(node) || ts.isNewExpression(node)) evaluateCall(node, fate, walk);
  else if (ts.isTaggedTemplateExpression(node)) evaluateChildren(node, 'deeply called', walk);
  else if (ts.isDecorator(node)) evaluate(node.expression, 'deeply called', walk);
  else if (ts.isIdentifier(node)) evaluateName(node, fate, walk);
  else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    evaluateGetters(node, walk);
    evaluateChildren(node, fate, walk);
  } else evaluateChildren(node, fate, walk);
}

/** What is an effect whatever it is applied to. */
function act(node: ts.Node, program: Program): string | undefined {
  if (ts.isAwaitExpression(node)) return 'await';
  if (isDynamicImport(node)) return 'import()';
  if (ts.isClassStaticBlockDeclaration(node)) return 'a static block';
  return effectOfGlobal(node, program);
}

/** A global that pure code may not use; what no code of that layer may use is reported by the rule of globals. */
function effectOfGlobal(node: ts.Node, program: Program): string | undefined {
  const own = layerOf(node.getSourceFile().fileName);
  const isReported = own === undefined || forbiddenUse(node, own, program) !== undefined;
  return isReported ? undefined : forbiddenUse(node, 'domain', program)?.what;
}

function evaluateCall(node: ts.CallExpression | ts.NewExpression, fate: Fate, walk: Walk): void {
  evaluate(node.expression, fate === 'kept' ? 'called' : 'deeply called', walk);
  const isKept = fate === 'kept' && keepsArguments(node.expression, walk.program);
  for (const argument of node.arguments ?? []) evaluate(argument, isKept ? 'kept' : 'deeply called', walk);
}

function evaluateName(name: ts.Identifier, fate: Fate, walk: Walk): void {
  const meaning = walk.program.meaningOf(name);
  if (meaning === undefined || meaning.kind === 'global' || fate === 'kept') return;
  if (meaning.kind === 'package') {
    if (isPureCall(meaning.specifier, meaning.name)) return;
    walk.found.push({ node: name, what: `${name.text} of ${meaning.specifier} is called` });
  } else if (!isPure(layerOf(meaning.path))) {
    if (meaning.declarations.length === 0) {
      walk.found.push({
        node: name,
        what: `${name.text} is called, and ${meaning.path} does not declare it`,
      });
    }
    for (const declaration of meaning.declarations) evaluateDeclaration(declaration, fate, walk);
  }
}

/** A static getter runs when it is read. Those of objects and instances are taken as read. */
function evaluateGetters(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, walk: Walk): void {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const declarations = walk.program.checker.getSymbolAtLocation(name)?.declarations ?? [];
  for (const getter of declarations.filter(ts.isGetAccessorDeclaration)) {
    if (!isStatic(getter) || walk.seen.has(getter)) continue;
    walk.seen.set(getter, new Set());
    evaluateChildren(getter, 'kept', walk);
  }
}

/** What a name stands for that is called. */
function evaluateDeclaration(declaration: ts.Declaration, fate: Fate, walk: Walk): void {
  const fates = walk.seen.get(declaration) ?? new Set();
  if (fates.has(fate)) return;
  walk.seen.set(declaration, fates.add(fate));
  if (ts.isVariableDeclaration(declaration)) {
    if (declaration.initializer !== undefined) evaluate(declaration.initializer, fate, walk);
  } else if (ts.isBindingElement(declaration)) {
    const whole = ts.walkUpBindingElementsAndPatterns(declaration);
    if (ts.isVariableDeclaration(whole)) evaluateDeclaration(whole, fate, walk);
  } else if (ts.isClassLike(declaration)) {
    evaluateChildren(declaration, fate, walk);
  } else if (ts.isFunctionLike(declaration)) {
    evaluate(declaration, fate, walk);
  }
}

/** They put their arguments into what they return. */
const KEEPERS = ['Map', 'Set', 'Object.freeze', 'Object.fromEntries'];

/** Whether a function only keeps what it is given, for later. */
function keepsArguments(callee: ts.Expression, program: Program): boolean {
  const called = calledFunction(callee, program);
  if (called !== undefined) return !usesParameters(called, program);
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const isGlobal = ts.isIdentifier(root) && program.meaningOf(root)?.kind === 'global';
  return isGlobal && KEEPERS.includes(callee.getText());
}

/** The function of the sources that a callee names. */
function calledFunction(callee: ts.Expression, program: Program): ts.SignatureDeclaration | undefined {
  const meaning = ts.isIdentifier(callee) ? program.meaningOf(callee) : undefined;
  if (meaning?.kind !== 'source') return undefined;
  return meaning.declarations
    .map((declaration) => (ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration))
    .find((node) => node !== undefined && ts.isFunctionLike(node));
}

/** Whether the function uses its parameters when it is called, and not only in functions that it returns. */
function usesParameters(called: ts.SignatureDeclaration, program: Program): boolean {
  const uses = (node: ts.Node, isHandedOn: boolean): boolean => {
    if (ts.isFunctionLike(node) && !isHandedOn) return false;
    if (ts.isIdentifier(node)) {
      const meaning = program.meaningOf(node);
      const isParameter = (declaration: ts.Declaration) =>
        ts.findAncestor(declaration, ts.isParameter)?.parent === called;
      return meaning?.kind === 'source' && meaning.declarations.some(isParameter);
    }
    const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
    return ts.forEachChild(node, (child) => uses(child, isHandedOn || isCall) || undefined) ?? false;
  };
  const evaluated = [
    ...called.parameters.map(({ initializer }) => initializer),
    'body' in called ? called.body : undefined,
  ];
  return evaluated.some((node) => node !== undefined && uses(node, false));
}

const CONVERSIONS = ['toString', 'toJSON', 'valueOf'];

/** A part of an object that runs without a call: a getter, an iterator, a conversion. */
function runsUnasked(node: ts.Node): boolean {
  if (ts.isGetAccessorDeclaration(node)) return ts.isObjectLiteralExpression(node.parent);
  if (!ts.isMethodDeclaration(node) || !ts.isObjectLiteralExpression(node.parent)) return false;
  return ts.isComputedPropertyName(node.name) || CONVERSIONS.includes(node.name.getText());
}

/** It is computed when an instance is made. */
function isInstanceField(node: ts.Node): node is ts.PropertyDeclaration {
  return ts.isPropertyDeclaration(node) && !isStatic(node);
}

function isStatic(node: ts.HasModifiers): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword;
  return ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node);
}
