import { ts } from 'ts-morph';

/** What an identifier of a file names, as far as the file itself says. */
export type NamedDeclaration =
  | ts.VariableDeclaration
  | ts.BindingElement
  | ts.ParameterDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ImportClause
  | ts.ImportSpecifier
  | ts.NamespaceImport
  | ts.ImportEqualsDeclaration;

/** The declaration an identifier refers to by the rules of lexical scope; `null` for a global. */
export function findDeclaration(identifier: ts.Identifier): NamedDeclaration | null {
  for (let scope: ts.Node | undefined = identifier.parent; scope !== undefined; scope = scope.parent) {
    const found = knownDeclarations(scope).find(({ name }) => name !== undefined && ts.isIdentifier(name) && name.text === identifier.text);
    if (found !== undefined) return found;
  }
  return null;
}

/** A root module may import hundreds of names and look up each of them. */
const known = new WeakMap<ts.Node, readonly NamedDeclaration[]>();

function knownDeclarations(scope: ts.Node): readonly NamedDeclaration[] {
  const found = known.get(scope) ?? declarationsIn(scope);
  known.set(scope, found);
  return found;
}

function declarationsIn(scope: ts.Node): readonly NamedDeclaration[] {
  if (ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope) || ts.isCaseOrDefaultClause(scope)) {
    return scope.statements.flatMap(declaredBy);
  }
  if (ts.isFunctionLike(scope)) return scope.parameters.flatMap((parameter) => [parameter, ...elementsOf(parameter.name)]);
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    const { initializer } = scope;
    return initializer !== undefined && ts.isVariableDeclarationList(initializer) ? variablesOf(initializer) : [];
  }
  return [];
}

function declaredBy(statement: ts.Statement): readonly NamedDeclaration[] {
  if (ts.isVariableStatement(statement)) return variablesOf(statement.declarationList);
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) return [statement];
  if (ts.isImportEqualsDeclaration(statement)) return [statement];
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
  if (clause === undefined) return [];
  const named = clause.namedBindings;
  if (named === undefined) return [clause];
  return ts.isNamespaceImport(named) ? [clause, named] : [clause, ...named.elements];
}

function variablesOf(list: ts.VariableDeclarationList): readonly NamedDeclaration[] {
  return list.declarations.flatMap((declaration) => [declaration, ...elementsOf(declaration.name)]);
}

function elementsOf(name: ts.BindingName): readonly ts.BindingElement[] {
  if (ts.isIdentifier(name)) return [];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : [element, ...elementsOf(element.name)]));
}
