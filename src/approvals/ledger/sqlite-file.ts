/**
 * The file of a SQLite ledger: one name, one process, and nobody but its owner reads it. A file that
 * others could open beside us, under this name or another, is not opened at all.
 */
import { chmodSync, closeSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface ClaimedFile {
  /** The file itself, whatever links led to it. */
  readonly file: string;
  release(): void;
}

const ownerOnly = 0o600;

/**
 * Makes the file and its folder when missing, and holds it for this process.
 * @throws Error with a sentence for whoever runs the desk.
 */
export function claimFile(path: string): ClaimedFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  create(path);
  const file = existing(path);
  // SQLite gives `-wal` and `-shm` the rights of the file, so they are put right before it opens them.
  for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}.lock`]) closeToOthers(each);
  const lock = lockForThisProcess(file);
  return {
    file,
    release: () => {
      if (lock.isOpen) lock.close();
    },
  };
}

/** The real path of a ledger that is there. */
export function existing(path: string): string {
  const file = real(path);
  const { nlink } = statSync(file);
  if (nlink > 1)
    throw new Error(
      `The ledger ${file} has ${nlink} names (hard links). Under another name it could be opened twice and damaged; remove the other names.`,
    );
  return file;
}

function real(path: string): string {
  try {
    const file = realpathSync.native(path);
    if (statSync(file).isFile()) return file;
  } catch (cause) {
    throw new Error(
      `The ledger ${path} leads to no file. Name a file, or make the one it links to.`,
      {
        cause,
      },
    );
  }
  throw new Error(`The ledger ${path} is not a file. Name a file.`);
}

/** Never opens one that is there: closing it again would let go of a lock that this process holds. */
function create(path: string): void {
  try {
    closeSync(openSync(path, 'wx', ownerOnly));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function closeToOthers(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || (stats.mode & 0o077) === 0) return;
  try {
    chmodSync(file, ownerOnly);
  } catch (cause) {
    throw new Error(
      `Others may read the ledger (${file}), and this user may not change that. Give the file to the user who runs the bot, with mode 600.`,
      { cause },
    );
  }
}

/** The system lets go of this lock when the process ends, however it ends. */
function lockForThisProcess(file: string): DatabaseSync {
  create(`${file}.lock`);
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      `The ledger ${file} is in use by another process. Stop that one first, or use PostgreSQL to run several.`,
      { cause: error },
    );
  }
}

const busy = 5;
const full = 13;

/** SQLite's own number of an error, without the details in its higher bits. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Somebody else holds the lock. Nothing was done; the same statement may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === busy;
}

export function isFull(error: unknown): boolean {
  return sqliteCode(error) === full;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
