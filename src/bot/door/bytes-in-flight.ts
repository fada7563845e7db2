/**
 * How many bytes of bodies one window holds at a time, whoever sent them. A body that would pass the
 * bound is refused; what a request took is given back once, when it is over, however it ends.
 */
import type { ServerResponse } from 'node:http';

export interface BytesInFlight {
  /** What one request may take from; everything comes back when its response is over. */
  for(response: ServerResponse): Share;
}

export interface Share {
  /** @returns false when there is no room; nothing was taken then. */
  take(bytes: number): boolean;
}

/** @param onChange is told how many bytes are held. */
export function openBytesInFlight(
  bytesMax: number,
  onChange: (held: number) => void,
): BytesInFlight {
  let held = 0;
  const change = (bytes: number) => {
    held += bytes;
    onChange(held);
  };
  return {
    for: (response) => {
      let taken = 0;
      response.once('close', () => change(-taken));
      return {
        take: (bytes) => {
          if (held + bytes > bytesMax) return false;
          taken += bytes;
          change(bytes);
          return true;
        },
      };
    },
  };
}
