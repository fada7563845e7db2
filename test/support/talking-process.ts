/**
 * A process that only talks: as many lines of the real log as it is told to, while it reports over
 * IPC that it still lives. For tests of a reader that does not read.
 */
import { openLog } from '../../src/bot/host/log.ts';

const log = openLog({ level: 'info', secrets: [] });

let beats = 0;

setInterval(() => process.send?.({ beats: ++beats }), 10);

process.on('message', async (told: { readonly lines?: number; readonly end?: true }) => {
  for (let line = 0; line < (told.lines ?? 0); line++)
    log.info({ line, text: 'x'.repeat(1_000) }, 'talking');
  if (told.lines !== undefined) process.send?.({ said: told.lines });
  if (!told.end) return;
  log.fatal({}, 'the last line');
  await log.flush();
  process.exit(3);
});
