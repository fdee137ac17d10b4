/**
 * What a file may touch without importing it: the globals of its layer, and no way to reach others by text. A global is
 * found in any form (alias, destructuring, shorthand, default value), since every mention of its name counts.
 * Types are not looked at. Not found: names that are put together (`f['con' + 'structor']`), and the text of a `Date`,
 * which is local.
 */
import ts from 'typescript';
import { isPure, layerOf, type Layer } from '../layers.ts';
import type { Program } from '../program.ts';
import { visit, type SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';
import { GLOBALS, PROCESS_MEMBERS, remedyFor, SPECIAL_MEMBERS, TIME_PARSER } from './global-names.ts';

export function globalViolations(program: Program): readonly Violation[] {
  return program.files.flatMap((file) => violationsIn(file, program));
}

function violationsIn(file: SourceFile, program: Program): readonly Violation[] {
  const layer = layerOf(file.path);
  if (layer === undefined) return [];
  const found: Violation[] = [];
  visit(file.tree, (node) => {
    const use = forbiddenUse(node, layer, program);
    if (use === undefined) return;
    const who = isPure(layer) ? `pure code (${layer})` : layer;
    found.push({
      rule: 'globals',
      place: placeOf(node),
      found: `${who} may not use ${use.what}`,
      remedy: remedyFor(use.name),
    });
  });
  return found;
}

/** A thread is started with the address of a file, which is known beside the one that starts it. */
const THREAD_STARTERS: readonly string[] = ['src/shared/adapters/data/csv-threads.ts'];

function startsThread({ parent }: ts.MetaProperty): boolean {
  const isAddress = ts.isPropertyAccessExpression(parent) && parent.name.text === 'url';
  return isAddress && THREAD_STARTERS.includes(parent.getSourceFile().fileName);
}

interface ForbiddenUse {
  readonly name: string;
  /** The form in which it is used: `Date.now`. */
  readonly what: string;
}

/** @returns what a node uses that the globals of `layer` do not allow. */
export function forbiddenUse(node: ts.Node, layer: Layer, program: Program): ForbiddenUse | undefined {
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    return startsThread(node) ? undefined : { name: 'import.meta', what: 'import.meta' };
  }
  if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && isSpecialMember(node.text, layer)) {
    return { name: node.text, what: `${node.text}, ${SPECIAL_MEMBERS[node.text] ?? ''}` };
  }
  if (!ts.isIdentifier(node) || program.meaningOf(node)?.kind !== 'global') return undefined;
  const what =
    node.text === 'process'
      ? processUse(node)
      : (globalUse(node, layer) ?? (isPure(layer) ? dateOfText(node, program) : undefined));
  return what === undefined ? undefined : { name: node.text, what };
}

function globalUse(node: ts.Identifier, layer: Layer): string | undefined {
  const { parent, text } = node;
  const use = Object.hasOwn(GLOBALS[layer], text) ? GLOBALS[layer][text] : undefined;
  if (use === 'any' || (use !== undefined && isInstanceTest(node))) return undefined;
  if (ts.isPropertyAccessExpression(parent)) {
    const member = parent.name.text;
    if (text === 'Date' && member === 'parse' && node.getSourceFile().fileName === TIME_PARSER)
      return undefined;
    const isAllowed =
      use !== undefined &&
      ('except' in use.members ? member !== use.members.except : use.members.includes(member));
    return isAllowed ? undefined : `${text}.${member}`;
  }
  if (use === undefined) return text;
  if (ts.isNewExpression(parent) && parent.expression === node && use.newArguments !== undefined) {
    const given = parent.arguments ?? [];
    const isCounted = given.length === use.newArguments && !given.some(ts.isSpreadElement);
    return isCounted ? undefined : `new ${text}() with other than ${use.newArguments} argument`;
  }
  return `${text} in another form than ${text}.<member>`;
}

/** A text without a zone is in that of the machine. */
function dateOfText(node: ts.Identifier, { checker }: Program): string | undefined {
  const { parent } = node;
  if (node.text !== 'Date' || !ts.isNewExpression(parent) || parent.expression !== node) return undefined;
  const [given] = parent.arguments ?? [];
  return given === undefined || isNumber(given, checker)
    ? undefined
    : 'new Date() of something else than a number';
}

/** By its type; the members of the language, whose types are not loaded, by their names. */
function isNumber(value: ts.Expression, checker: ts.TypeChecker): boolean {
  if ((checker.getTypeAtLocation(value).flags & ts.TypeFlags.NumberLike) !== 0) return true;
  if (ts.isBinaryExpression(value)) return isNumber(value.left, checker) || isNumber(value.right, checker);
  return (
    ts.isCallExpression(value) &&
    /^Number$|^(?:Math|Date)\.\w+$|\.(?:getTime|valueOf)$/.test(value.expression.getText())
  );
}

/** `process` is no matter of layers: each use has its file. */
function processUse(node: ts.Identifier): string | undefined {
  const { fileName } = node.getSourceFile();
  const [, members = []] =
    Object.entries(PROCESS_MEMBERS).find(([path]) => fileName === path || isBelow(fileName, path)) ?? [];
  if (!ts.isPropertyAccessExpression(node.parent)) return 'process in another form than process.<member>';
  const member = node.parent.name.text;
  return members.includes(member) ? undefined : `process.${member}`;
}

function isBelow(path: string, folder: string): boolean {
  return folder.endsWith('/') && path.startsWith(folder);
}

function isInstanceTest({ parent }: ts.Identifier): boolean {
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
}

/** @param name as it is written anywhere. The constructor of a class is a keyword, and not found here. */
function isSpecialMember(name: string, layer: Layer): boolean {
  return Object.hasOwn(SPECIAL_MEMBERS, name) && (name === 'constructor' || isPure(layer));
}
