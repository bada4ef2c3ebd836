import type { ImportedName } from '../host/host.ts';
import { literalOf, type TemplateContext } from '../templates/template-context.ts';
import type { Connection } from './choose-connection.ts';
import { relativeSpecifier } from './relative-specifier.ts';

type HostClient = TemplateContext['hostClient'];

const none: HostClient = Object.freeze({ imports: '', token: '', module: '' });

/** Names that `mongodb/host-connection.ts` has for something else. */
const taken: ReadonlySet<string> = new Set(['Db', 'FactoryProvider', 'ModuleMetadata', 'MongoClient', 'hostConnection']);

interface Binding extends ImportedName {
  /** What the name is called here. */
  readonly local: string;
}

/** How a file of the module names the host's provider of a MongoDB client; empty texts where there is none. */
export function hostClientOf(connection: Connection, fromFile: string): HostClient {
  if (connection.kind !== 'mongo-client') {
    return none;
  }
  const { token, module } = connection;
  const ofToken: readonly Binding[] = token.kind === 'name' ? [{ ...token.imported, local: freeName(token.root) }] : [];
  const ofModule: readonly Binding[] = module ? [{ ...module.imported, local: freeName(module.className) }] : [];
  const isOneFile = [...ofToken, ...ofModule].every(isNamed) && ofToken[0] !== undefined && sourceOf(ofToken[0], fromFile) === sourceOf(ofModule[0], fromFile);
  return Object.freeze({
    imports: (isOneFile ? [[...ofToken, ...ofModule]] : [ofToken, ofModule]).map((bindings) => importLine(bindings, fromFile)).join(''),
    token: token.kind === 'name' ? `${freeName(token.root)}${token.expression.slice(token.root.length)}` : literalOf(token.text),
    module: module ? freeName(module.className) : '',
  });
}

function freeName(name: string): string {
  return taken.has(name) ? `Host${name}` : name;
}

function isNamed({ name }: Binding): boolean {
  return name !== 'default' && name !== '*';
}

/** Ends in `.js`, as in every template. */
function sourceOf(binding: Binding | undefined, fromFile: string): string | undefined {
  return binding?.from.kind === 'file' ? relativeSpecifier(fromFile, binding.from.file, '.js') : binding?.from.package;
}

function importLine(bindings: readonly Binding[], fromFile: string): string {
  const [first] = bindings;
  return first ? `\nimport ${bindingText(bindings)} from ${literalOf(sourceOf(first, fromFile) ?? '')};` : '';
}

/** Several only where each is by name. */
function bindingText(bindings: readonly Binding[]): string {
  const [first] = bindings;
  if (first && !isNamed(first)) {
    return first.name === '*' ? `* as ${first.local}` : first.local;
  }
  return `{ ${bindings.map(({ name, local }) => (name === local ? name : `${name} as ${local}`)).join(', ')} }`;
}
