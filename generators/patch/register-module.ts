import { findModuleImports } from '../syntax/find-module-imports.ts';
import type { Patch, SourceText } from './patch.ts';
import { registerInList } from './register-in-list.ts';

/** A module of ours for the `imports` of a module of the host. */
export interface ModuleRegistration {
  /** Name of the class under `@Module`; `default` for a default export without one. */
  readonly rootClass: string;
  /** Static method of that class whose `imports` are meant, `AppModule.forRoot()`; `null` for those of the decorator. */
  readonly factory: string | null;
  readonly moduleClass: string;
  /** How the file names ours: extension and alias as the host writes them. */
  readonly importSpecifier: string;
  /** The element, beginning with the class: `BackgroundJobsModule.forRoot()`. */
  readonly expression: string;
  /** Columns; 80 unless the host's formatter has it otherwise. */
  readonly printWidth?: number;
}

/** Imports a module and adds it to the list that the root class imports, by insertions alone. */
export function registerModule(source: SourceText, request: ModuleRegistration): Patch {
  const { rootClass, factory, moduleClass, importSpecifier, expression, printWidth } = request;
  return registerInList(source, {
    symbol: { exported: moduleClass, specifier: importSpecifier },
    element: (localName) => `${localName}${expression.slice(moduleClass.length)}`,
    locate: ({ path, text }) => findModuleImports(path, text, rootClass, factory),
    listName: `the imports of ${rootClass === 'default' ? 'the default export' : rootClass}${factory === null ? '' : `.${factory}()`}`,
    example: (element) => {
      const list = `imports: [\n    ${element},\n  ],\n}`;
      return factory === null ? `@Module({\n  ${list})` : `return {\n  module: ${rootClass},\n  ${list};`;
    },
    printWidth,
  });
}
