/** Files and tables on the runner, and the checkout that a step works in. */
import type { FileRecord } from '../domain/kernel/digest.ts';
import type { Table } from '../domain/table/table.ts';

/** Files below one folder. Paths are relative, with `/`; nothing outside the folder can be reached. */
export interface Files {
  readonly root: string;
  /** @throws DataError when it does not exist, is not a regular file, or leaves the root. */
  read(path: string): Promise<Uint8Array>;
  exists(path: string): Promise<boolean>;
  /** Digest and size, streamed. */
  record(path: string): Promise<FileRecord>;
  /** Regular files that match any of the globs, sorted bytewise; symbolic links are refused with a DataError. */
  match(globs: readonly string[]): Promise<readonly string[]>;
  /** Writes by rename, so nobody ever sees half a file. */
  write(path: string, content: Uint8Array | string): Promise<void>;
  /** Copies a file from another root, and returns its record as read while copying. */
  copyFrom(source: Files, from: string, to: string): Promise<FileRecord>;
}

export interface Tables {
  /** Reads CSV, JSON Lines or Parquet, by content. `columns` limits what is kept. */
  read(files: Files, path: string, columns?: readonly string[]): Promise<Table>;
}

export interface Checkout {
  /** The commit and tree that are checked out, and whether tracked files are unchanged. */
  head(): Promise<{ readonly commit: string; readonly tree: string; readonly clean: boolean }>;
}

/** The cache between jobs. It can be written by other jobs: callers verify the digests of what they restore. */
export interface FileCache {
  /** Restores the content of the folder; false when the cache has nothing under the key. */
  restore(folder: Files, key: string): Promise<boolean>;
  /** Never throws: a cache that cannot be written costs time, not correctness. */
  save(folder: Files, key: string): Promise<void>;
}

/** Folders outside the workspace that later steps of the job find again by name. */
export interface CacheFolders {
  /** The folder with what an earlier step left in it; created when missing. */
  open(name: string): Promise<Files>;
  /** The same folder without its content. */
  openEmpty(name: string): Promise<Files>;
}

/** Makes a new, empty folder of this step outside the workspace; `name` is for people who look into it. */
export type Scratch = (name: string) => Promise<Files>;
