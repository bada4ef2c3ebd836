import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Some tests change the working folder (yeoman-test does), which threads cannot.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{unit,gauntlet,golden}/**/*.test.ts'],
          testTimeout: 30_000,
          // Thousands of folders of the faults' sample hosts are removed in one.
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/{e2e,hosts,properties}/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
