import type { HostRecipe } from './host-recipe.ts';

/** Nest 12 as `nest new` makes it: ESM, vitest, oxlint, no ORM. */
export const nest12Esm: HostRecipe = { name: 'nest12-esm', nest: 12, dependencies: {}, scripts: {}, files: {} };
