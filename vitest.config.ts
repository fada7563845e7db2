import { defineConfig } from 'vitest/config';

/**
 * Two projects. `unit` is the fast loop of `npm run check`: no database server, no child process.
 * `whole` is everything that needs real PostgreSQL, a killed process or minutes of random histories.
 */
export default defineConfig({
  test: {
    // Most of the whole tests wait for a process, so two of them share the machine well.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.whole.test.ts'],
          setupFiles: ['test/support/quiet.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/**/*.whole.test.ts'],
          globalSetup: ['test/support/postgres.setup.ts'],
          setupFiles: ['test/support/quiet.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
