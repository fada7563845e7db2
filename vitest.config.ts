import { defineConfig } from 'vitest/config';

/**
 * Three projects. `unit` is the fast loop of `npm run check`. `thorough` needs nothing more, only
 * time: random search, contracts walked whole, the emulators themselves. `whole` is everything
 * with real PostgreSQL, a real browser, or the bot as a process that can be killed.
 */
const whole = ['test/**/*.whole.test.ts'];
const thorough = [
  'test/sandbox/**/*.test.ts',
  'test/calypso/contract*.test.ts',
  'test/**/*-random.test.ts',
  'test/approvals/interleavings.test.ts',
];
const setupFiles = ['test/support/quiet.ts'];

export default defineConfig({
  test: {
    // Most of the whole tests wait for a process, so two of them share the machine well.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...whole, ...thorough],
          // One module graph for all of them halves the time; what they share is nothing but code.
          isolate: false,
          setupFiles,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'thorough',
          include: thorough,
          exclude: whole,
          setupFiles,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'whole',
          include: whole,
          globalSetup: ['test/support/postgres.setup.ts'],
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
