import type { HostRecipe } from './host-recipe.ts';

/** Nest 11 as `nest new` makes it: CommonJS, Jest, ESLint, no ORM. */
export const nest11Cjs: HostRecipe = { name: 'nest11-cjs', nest: 11, dependencies: {}, scripts: {}, files: {} };
