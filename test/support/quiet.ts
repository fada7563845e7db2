/** A test that makes the program print an unexpected error has found something: it fails. */
import { afterEach, expect, vi } from 'vitest';

const printed = vi.spyOn(console, 'error');

afterEach(() => {
  const calls = printed.mock.calls.map((parts) => parts.join(' '));
  printed.mockClear();
  expect(calls, 'console.error was called').toEqual([]);
});
