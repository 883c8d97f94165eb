import { defineConfig } from 'vitest/config';
import { lwcPlugin } from './client/build/lwc.ts';

export default defineConfig({
  test: {
    // Three files at once also on a small machine: most of their time they wait for something to be over.
    maxWorkers: 3,
    projects: [
      {
        plugins: [lwcPlugin()],
        test: {
          name: 'client',
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
          setupFiles: ['test/client/browserGaps.ts'],
          // A busy machine is slow, not wrong.
          testTimeout: 60_000,
          include: ['test/client/**/*.test.{ts,js}'],
        },
      },
      {
        test: {
          name: 'server',
          environment: 'node',
          include: [
            'test/*.test.ts',
            'test/package/*.test.ts',
            'test/{server,org,replica,other-provider,programs,security,model,faults,fuzz}/**/*.test.ts',
          ],
          // Programs are started and passwords typed, and a log's lines come after the answer that they are of: on a
          // busy machine that takes its time.
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          // One browser on a small machine: side by side they only slow each other down.
          fileParallelism: false,
          // A busy machine is slow, not wrong.
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
