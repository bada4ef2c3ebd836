import type { HostRecipe } from './host-recipe.ts';
import { nest11GlobsSqlite } from './nest11-globs-sqlite.ts';

/** The host of `nest11GlobsSqlite` as Nest 9 had it: target ES2017, no strict flag, reflect-metadata 0.1. */
export const nest9GlobsSqlite: HostRecipe = {
  ...nest11GlobsSqlite,
  name: 'nest9-globs-sqlite',
  nest: 9,
  // As `nest new` wrote it, apart from the port, which was 3000 whatever the environment said.
  files: {
    ...nest11GlobsSqlite.files,
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
`,
  },
  dependencies: { ...nest11GlobsSqlite.dependencies, '@nestjs/typeorm': '^9.0.1', typeorm: '^0.3.17' },
};
