import type { ImportedName } from '../host/host.ts';
import { literalOf, type TemplateContext } from '../templates/template-context.ts';
import type { Connection } from './choose-connection.ts';
import { relativeSpecifier } from './relative-specifier.ts';

const none: TemplateContext['hostClient'] = Object.freeze({ import: '', token: '', moduleImport: '', module: '' });

/** How a file of the module names the host's provider of a MongoDB client; empty texts where there is none. */
export function hostClientOf(connection: Connection, fromFile: string): TemplateContext['hostClient'] {
  if (connection.kind !== 'mongo-client') {
    return none;
  }
  const { token, module } = connection;
  return Object.freeze({
    import: token.kind === 'name' ? importLine(token.root, token.imported, fromFile) : '',
    token: token.kind === 'name' ? token.expression : literalOf(token.text),
    moduleImport: module ? importLine(module.className, module.imported, fromFile) : '',
    module: module?.className ?? '',
  });
}

/** Ends in `.js`, as in every template. */
function importLine(local: string, { name, from }: ImportedName, fromFile: string): string {
  const specifier = from.kind === 'package' ? from.package : relativeSpecifier(fromFile, from.file, '.js');
  return `import ${bindingOf(local, name)} from ${literalOf(specifier)};`;
}

function bindingOf(local: string, name: string): string {
  switch (name) {
    case 'default':
      return local;
    case '*':
      return `* as ${local}`;
    case local:
      return `{ ${name} }`;
    default:
      return `{ ${name} as ${local} }`;
  }
}
