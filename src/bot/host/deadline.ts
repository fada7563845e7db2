/**
 * A bound on how long we wait for somebody else. The work itself is not stopped by it: only the
 * waiting ends, and a late answer is dropped without a word.
 */

export class TookTooLong extends Error {
  constructor(ms: number) {
    super(`There was no answer within ${ms} ms.`);
    this.name = 'TookTooLong';
  }
}

/** @throws TookTooLong after `ms` milliseconds, else what `work` throws. */
export async function within<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(ms)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
