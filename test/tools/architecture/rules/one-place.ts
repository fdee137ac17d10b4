/**
 * What is made in one place is made there only: the context that the steps of a story work with; the entries of the
 * ledger, which `appendOrKeepEvent` appends, keeps or warns about; the records of many files, which `recordFiles` opens a
 * few at a time. Not found: a ledger that is handed on under another name, a context that is put together key by key in
 * another type, and a file that is opened by a function that `map` calls by its name.
 */
import ts from 'typescript';
import { actionFolder, FOLDERS } from '../layers.ts';
import type { Program } from '../program.ts';
import { visit } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';
import { withoutTypes } from './changes.ts';

const CONTEXT_MAKER = 'src/shared/usecases/step-context.ts';
const LEDGER_WRITER = 'src/shared/usecases/record-event.ts';
const FILE_RECORDER = 'src/shared/usecases/record-files.ts';
/** Besides the wiring of each action. */
const PREPARES = 'actions/evaluate/steps/say-not-evaluated.ts';
const CONTEXT_KEYS = ['inputs', 'model', 'config', 'context', 'ports', 'started'];

export function onePlaceViolations({ files, checker }: Program): readonly Violation[] {
  const acting = files.filter(
    ({ path }) => actionFolder(path) !== undefined || path.startsWith(FOLDERS.usecases),
  );
  return acting.flatMap(({ path, tree }) => {
    const found: Violation[] = [];
    visit(tree, (node) => {
      if (path !== LEDGER_WRITER && appendsToLedger(node)) found.push(secondWriter(node));
      if (path !== CONTEXT_MAKER && makesContext(node, checker)) found.push(secondContext(node));
      if (path !== FILE_RECORDER && recordsInMap(node)) found.push(unboundedFiles(node));
      if (!mayPrepare(path) && isCallOf(node, 'prepareStep')) found.push(secondContext(node));
    });
    return found;
  });
}

function mayPrepare(path: string): boolean {
  return path === PREPARES || (actionFolder(path) !== undefined && path.endsWith('/main.ts'));
}

function isCallOf(node: ts.Node, name: string): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;
}

/** Any mention: a method that is handed on is called elsewhere. */
function appendsToLedger(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === 'append' && isLedger(node.expression);
  }
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return false;
  const takesAppend = node.name.elements.some(
    ({ propertyName, name }) => (propertyName ?? name).getText() === 'append',
  );
  return takesAppend && node.initializer !== undefined && isLedger(node.initializer);
}

function isLedger(expression: ts.Expression): boolean {
  return /(^|\.)ledger[!?]?$/.test(withoutTypes(expression).getText());
}

function makesContext(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  const keys = checker.getTypeAtLocation(node).getProperties();
  return CONTEXT_KEYS.every((key) => keys.some(({ name }) => name === key));
}

/** `map` starts all of them before the first has ended: 100,000 files are more than a process may open. */
function recordsInMap(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'recordFile' || ts.isImportSpecifier(node.parent)) return false;
  for (let outer: ts.Node = node; !ts.isSourceFile(outer.parent); outer = outer.parent) {
    const call = outer.parent;
    if (ts.isFunctionDeclaration(outer) || !ts.isCallExpression(call)) continue;
    if (call.expression === outer || !ts.isPropertyAccessExpression(call.expression)) continue;
    if (['map', 'flatMap', 'forEach'].includes(call.expression.name.text)) return true;
  }
  return false;
}

function unboundedFiles(node: ts.Node): Violation {
  return {
    rule: 'one-place',
    place: placeOf(node),
    found: 'all files are opened at once',
    remedy: 'call recordFiles, which opens a few at a time',
  };
}

function secondWriter(node: ts.Node): Violation {
  return {
    rule: 'one-place',
    place: placeOf(node),
    found: `the ledger is written outside of ${LEDGER_WRITER}`,
    remedy: 'call appendOrKeepEvent, which keeps the event where the ledger refuses it',
  };
}

function secondContext(node: ts.Node): Violation {
  return {
    rule: 'one-place',
    place: placeOf(node),
    found: `a context of a step is made outside of ${CONTEXT_MAKER}`,
    remedy: 'hand on the context that main.ts prepared, or the part of it that is needed',
  };
}
