import type { HostRecipe } from './host-recipe.ts';
import { nest11TypeormListsCli } from './nest11-typeorm-lists-cli.ts';

/** The host of `nest11TypeormListsCli` as Nest 10 had it: target ES2021, no strict flag, ESLint 8. */
export const nest10TypeormListsCli: HostRecipe = {
  ...nest11TypeormListsCli,
  name: 'nest10-typeorm-lists-cli',
  nest: 10,
  dependencies: { ...nest11TypeormListsCli.dependencies, '@nestjs/typeorm': '^10.0.2', typeorm: '^0.3.20' },
};
