/**
 * How fast Calypso is asked: so many requests at once, so many begun in a second. A request that
 * is still waiting when its time is up was never sent, and says so.
 */
import { CalypsoDeferred } from './errors.ts';

export interface Pace {
  /** Resolves when it is this request's turn, with the function that ends it. */
  turn(deadline: AbortSignal): Promise<() => void>;
}

const secondMs = 1000;

export function openPace({ atOnce, perSecond }: { atOnce: number; perSecond: number }): Pace {
  const seats = openGate(atOnce);
  const starts = openGate(perSecond);
  return {
    async turn(deadline) {
      await seats.enter(deadline);
      try {
        await starts.enter(deadline);
      } catch (error) {
        seats.leave();
        throw error;
      }
      setTimeout(starts.leave, secondMs);
      return seats.leave;
    },
  };
}

function openGate(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];
  return {
    enter: (deadline: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const expire = () => {
          const place = waiting.indexOf(admit);
          if (place >= 0) waiting.splice(place, 1);
          reject(
            new CalypsoDeferred(
              'Calypso was not asked in time: too many requests of ours were waiting. It is asked again later.',
              'later',
            ),
          );
        };
        const admit = () => {
          deadline.removeEventListener('abort', expire);
          resolve();
        };
        if (deadline.aborted) expire();
        else if (free > 0) {
          free -= 1;
          resolve();
        } else {
          waiting.push(admit);
          deadline.addEventListener('abort', expire, { once: true });
        }
      }),
    leave: () => {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}
