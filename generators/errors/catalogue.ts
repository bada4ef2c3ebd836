/** Every issue the generator can raise, by its code. The README's error catalogue is made from this table. */
export const issueCatalogue = {
  // Input
  'unknown-option': { severity: 'error', meaning: 'A flag the command does not have.' },
  'invalid-option': { severity: 'error', meaning: 'An option whose value breaks a rule.' },
  'not-supported-yet': { severity: 'error', meaning: 'A value that comes in a later version.' },
  'missing-answer': { severity: 'error', meaning: 'An option that nothing answers, and no terminal to ask on.' },
  'declined': { severity: 'info', meaning: 'The plan was not confirmed, or the run was interrupted.' },
  'already-added': { severity: 'error', meaning: 'The module is there already, with other options.' },
  'old-node': { severity: 'error', meaning: 'The Node that runs this is too old; the line that works is printed.' },
  // The host
  'no-nest-host': { severity: 'error', meaning: 'No package.json that declares @nestjs/core, here or above.' },
  'host-version': { severity: 'error', meaning: 'A package of the host is older than the emitted module needs.' },
  'host-setting': { severity: 'error', meaning: 'A compiler setting of the host under which the emitted module cannot be built.' },
  'untested-version': { severity: 'info', meaning: 'A package of the host is newer than what the emitted module is tested with.' },
  'root-module-not-found': { severity: 'error', meaning: 'No bootstrap call leads to a root module.' },
  'root-module-ambiguous': { severity: 'error', meaning: 'Several applications are started in this solution.' },
  'file-unreadable': { severity: 'error', meaning: 'A file of the host cannot be read or parsed.' },
  // Patching
  'patch-refused': { severity: 'error', meaning: 'A file of the host has a shape we do not edit; the snippet is to be pasted.' },
  'entity-not-registered': { severity: 'warning', meaning: 'The host keeps its entities or migrations in a list we cannot patch; the lines are to be pasted.' },
  'table-names': { severity: 'warning', meaning: 'By TypeORM options of the host, migration and application would call the jobs table by different names; the lines that make them agree.' },
  'target-exists': { severity: 'error', meaning: 'A file that is not ours stands where we would write.' },
  'migration-out-of-reach': { severity: 'info', meaning: 'The way the host runs its migrations does not take in ours, or cannot be seen to.' },
  // Notes
  'synchronize-on': { severity: 'info', meaning: 'The host creates its tables itself, so no migration is written.' },
  'outside-source-root': { severity: 'warning', meaning: 'The module goes into a folder beside the source root, which may change where the build puts its output.' },
  'no-test-runner': { severity: 'info', meaning: 'The host has no test runner we know, so no tests are written.' },
  'tests-out-of-sight': { severity: 'warning', meaning: 'The host\'s test runner does not look where the module\'s tests are.' },
  'connection-out-of-reach': { severity: 'warning', meaning: 'The host keeps its MongoDB client to one of its modules; the jobs get a connection of their own.' },
  'default-database': { severity: 'info', meaning: 'The host gives a MongoDB client and no database; the jobs go to the one that its connection string names.' },
  'dependency-elsewhere': { severity: 'info', meaning: 'A package the module needs is declared in another section of package.json; it is left there.' },
  'coexists': { severity: 'info', meaning: 'The host already has a queue or scheduler; the module runs beside it.' },
  'ignored-by-git': { severity: 'warning', meaning: 'Git ignores files that are written, so a commit will lack them.' },
  'root-module-chosen': { severity: 'info', meaning: 'Several applications are started in this solution; the one that serves HTTP was taken.' },
  'formatter-failed': { severity: 'warning', meaning: 'The host\'s formatter could not format a created file.' },
  // Writing
  'changed-since-plan': { severity: 'error', meaning: 'A file changed between planning and writing.' },
  'write-failed': { severity: 'error', meaning: 'A file could not be written; everything was put back.' },
  'another-run': { severity: 'error', meaning: 'Another run is writing into this host.' },
  'restore-failed': { severity: 'error', meaning: 'A run was given up and some files could not be put back; the issue names them and their backups.' },
  'install-failed': { severity: 'warning', meaning: 'The package manager ended with an error; the files are in place.' },
  'unexpected': { severity: 'error', meaning: 'A fault of the generator.' },
} as const satisfies Record<string, { severity: 'error' | 'warning' | 'info'; meaning: string }>;

export type IssueCode = keyof typeof issueCatalogue;
