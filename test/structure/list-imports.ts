// Finds what a TypeScript file imports, statically, lazily and as types, and which global names it uses.
import ts from 'typescript'
import type { SourceFile } from './source-files.ts'

export interface Import {
  readonly specifier: string
  /** type: leaves nothing in the program. lazy: `import()`, loaded when it is reached. */
  readonly kind: 'static' | 'type' | 'lazy'
  readonly line: number
}

export function listImports({ path, text }: SourceFile): Import[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false)
  const found: Import[] = []
  const add = (node: ts.Node, specifier: ts.Expression | undefined, kind: Import['kind']) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    found.push({
      specifier: specifier.text,
      kind,
      line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
    })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, importKind(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static')
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], 'lazy')
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal as ts.Expression, 'type')
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** `import { type A, type B }` is a type import too. */
function importKind(clause: ts.ImportClause | undefined): Import['kind'] {
  if (!clause) return 'static'
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return 'type'
  const bindings = clause.namedBindings
  if (clause.name || !bindings || ts.isNamespaceImport(bindings)) return 'static'
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly) ? 'type' : 'static'
}

/** Global names that are used as values: `Date` in `Date.now()`, `Math.random` whole. */
export function listGlobalUses({ path, text }: SourceFile, names: readonly string[]): { name: string; line: number }[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
  const found: { name: string; line: number }[] = []
  const visit = (node: ts.Node): void => {
    const name = valueName(node)
    if (name !== null && names.includes(name)) {
      found.push({ name, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function valueName(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const name = `${node.expression.text}.${node.name.text}`
    // A socket's `process` is a plain name; what the machine would say through it is not.
    return /^(Math|process)\./.test(name) ? name : node.expression.text
  }
  const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : null
  return called && ts.isIdentifier(called) ? called.text : null
}
