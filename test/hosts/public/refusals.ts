/** Why `add` may refuse an application without being wrong, by the code of the issue. Any other refusal is a fault of ours. */
export const refusals: Readonly<Record<string, string>> = {
  'host-version': 'a package is older than what the README names',
  'not-supported-yet': 'an ORM or database that comes later',
  'patch-refused': 'a root module that no edit fits; the lines to paste are printed',
  'root-module-not-found': 'no call of NestFactory leads to a root module: a factory of a third party starts the application',
  'no-nest-host': 'the folder declares no @nestjs/core',
};
