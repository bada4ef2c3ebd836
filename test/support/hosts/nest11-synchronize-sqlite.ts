import type { HostRecipe } from './host-recipe.ts';
import { nest11GlobsSqlite } from './nest11-globs-sqlite.ts';

/** The host of `nest11GlobsSqlite` whose tables TypeORM makes at start (`synchronize: true`), as in every sixth real one. */
export const nest11SynchronizeSqlite: HostRecipe = {
  ...nest11GlobsSqlite,
  name: 'nest11-synchronize-sqlite',
  dependencies: { ...nest11GlobsSqlite.dependencies, croner: '^11.0.0' },
  scripts: {},
  files: Object.fromEntries(Object.entries(nest11GlobsSqlite.files).map(([path, text]) => [path, text.replace('synchronize: false', 'synchronize: true')])),
};
