/**
 * Loaded into the bot before anything else (`--import`): its `Date` follows the workplace's clock.
 * The starting offset comes with the environment, each change over IPC and is acknowledged.
 */
import { install, setOffset } from './clock.ts';

setOffset(Number.parseInt(process.env.SANDBOX_CLOCK_OFFSET_MS ?? '0', 10));
install();
process.on('message', (message) => {
  if (typeof message !== 'object' || message === null || !('clockOffsetMs' in message)) return;
  const { clockOffsetMs } = message;
  if (typeof clockOffsetMs !== 'number') return;
  setOffset(clockOffsetMs);
  process.send?.({ clockIs: clockOffsetMs });
});
// Whoever started it is gone, killed perhaps: a rehearsal leaves no bot running.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone must not keep the bot alive.
process.channel?.unref();
