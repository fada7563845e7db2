// Loaded before whatever the launcher starts. npm may pass a stop on that the terminal or the service manager has sent
// to everybody: it is heard once. With `?follow`, the process ends as if told to when whoever started it is gone,
// because npm's shell dies of a stop without passing it on. Nothing else of the script is touched.
import { isMainThread } from 'node:worker_threads';

/** Whoever presses Ctrl-C again after this wants it to end at once. */
const oneStopMs = 1_000;
const lookEveryMs = 200;
const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'];

if (isMainThread) {
  let heardAt = Number.NEGATIVE_INFINITY;
  const { emit } = process;
  process.emit = function emitOnce(name, ...more) {
    if (!stops.includes(name)) return emit.call(this, name, ...more);
    if (performance.now() - heardAt < oneStopMs) return true;
    heardAt = performance.now();
    return emit.call(this, name, ...more);
  };

  if (new URL(import.meta.url).search === '?follow') {
    const parent = process.ppid;
    const looking = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(looking);
      if (heardAt === Number.NEGATIVE_INFINITY) process.kill(process.pid, 'SIGTERM');
    }, lookEveryMs);
    looking.unref();
  }
}
