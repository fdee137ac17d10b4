/** Files and tables on the runner, and the checkout that a step works in. */
import type { FileRecord } from '../domain/kernel/digest.ts';
import type { TimeZone } from '../domain/kernel/time-zone.ts';
import type { ReadOptions } from '../domain/table/read-options.ts';
import type { Table } from '../domain/table/table.ts';

/** Files below one folder. Paths are relative, with `/`; nothing outside the folder can be reached. */
export interface Files {
  /** Absolute: for child processes, and for libraries that read paths. Everything else uses the methods. */
  readonly root: string;
  /** @throws DataError when it does not exist, is not a regular file, or leaves the folder. */
  open(path: string): Promise<FileContent>;
  /** The whole content, for small files. @throws DataError like `open`, and for one of more than 64 MiB. */
  read(path: string): Promise<Uint8Array>;
  exists(path: string): Promise<boolean>;
  /** Regular files that the list of globs includes, sorted bytewise. @throws DataError for a symbolic link among them. */
  match(globs: readonly string[]): Promise<readonly string[]>;
  /** Atomic, as `writeFrom`. */
  write(path: string, content: Uint8Array | string): Promise<void>;
  /**
   * Replaces the file as a whole after the last chunk, or leaves everything as it was: when `chunks` or `verify`
   * throws, no part of the new content stays.
   * @param verify gets the record of the new content before it replaces the file.
   */
  writeFrom(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    verify?: (record: FileRecord) => void,
  ): Promise<FileRecord>;
}

/**
 * The content of a file as it was when it was opened; it can be read any number of times. It keeps no resources, so
 * there is nothing to close. Reading throws a DataError when the file has been changed since.
 */
export interface FileContent {
  readonly sizeBytes: number;
  /** Equal as long as nothing has written to the file, whatever its bytes or its times are set to. */
  readonly state: string;
  /** Bytes from `start` to before `end`; fewer where the file ends earlier. */
  readonly slice: (start: number, end: number) => Promise<Uint8Array>;
  readonly stream: (options?: StreamOptions) => AsyncIterable<Uint8Array>;
}

export interface StreamOptions {
  /** Whether a piece may be overwritten once the next one is asked for: for those who keep no piece, without garbage. */
  readonly isReused?: boolean;
  /** Bytes from `start` to before `end`; all by default, and fewer where the file ends earlier. */
  readonly start?: number;
  readonly end?: number;
}

export interface Tables {
  /** Before anything that takes long is begun for it. @throws InputError for a name that no place has. */
  requireTimeZone(name: string | undefined): TimeZone | undefined;
  /** Reads CSV, JSON or Parquet, by content. */
  read(files: Files, path: string, options?: ReadOptions): Promise<Table>;
}

export interface Checkout {
  /** The commit and tree that are checked out. */
  head(): Promise<{ readonly commit: string; readonly tree: string }>;
  /** Mode and name of the object of each file and folder of that tree by its path, like `100644 ce013625…`. */
  objects(): Promise<ReadonlyMap<string, string>>;
  /** Whether tracked files are as they were committed: git compares all of them. */
  isClean(): Promise<boolean>;
  /** The files of that commit as git keeps them, whatever a step has changed or added in the folder since. */
  committed(): Promise<CommittedFiles>;
  /** Where the symbolic links among these paths of that commit lead to, as git keeps it. */
  linksAmong(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Checkouts of other commits of the repository, beside the workspace. */
export interface CommitCheckouts {
  /**
   * Writes the files of the commit into an empty folder; what the clone does not have is fetched. No hook and no filter
   * runs, so a file of Git LFS is its pointer.
   * @throws DataError when the commit cannot be had.
   */
  checkOut(commit: string, into: Files): Promise<void>;
}

/**
 * Files that git tracks. A symbolic link has the path that it leads to as its content, a submodule its commit, and
 * a file of Git LFS its pointer.
 */
export type CommittedFiles = Pick<Files, 'open' | 'exists' | 'match'>;

/** `timed-out`: it did not end in time, and may write to the folder still. */
export type CacheRestore = 'restored' | 'absent' | 'timed-out';

/** The cache between jobs. It can be written by other jobs: callers verify the digests of what they restore. */
export interface FileCache {
  /** Restores the content of the folder. */
  restore(folder: Files, key: string): Promise<CacheRestore>;
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

/** Files and links of a folder by path: `state` is another one once something has written to it, or set a time or a flag. */
export type FolderStates = ReadonlyMap<string, string>;

/** Which files of a folder are read, by the access times that the file system keeps. */
export interface FileReads {
  /** All but installed packages (`node_modules`, `.venv`, …), where git tracks nothing of them, and what Python keeps compiled. */
  list(folder: Files, tracked: readonly string[]): FolderStates;
  /**
   * Puts access times back where they would hide a read, which changes the `state` of a file and nothing else.
   * @param paths of files and links in the folder; others are left out.
   * @returns undefined where the file system does not keep access times, or they cannot be set.
   */
  prepare(folder: Files, paths: ReadablePaths): Promise<NoteReads | undefined>;
  /** Whether it is a file with something in it: programs that copy all files read no empty one, and no link. */
  hasContent(folder: Files, path: string): boolean;
  /**
   * Removes what Python keeps compiled of these modules. It would be loaded in their place, and nothing reads them then.
   * @returns folders of compiled modules that could not be removed.
   */
  removeCompiled(folder: Files, paths: readonly string[]): Promise<readonly string[]>;
}

export interface ReadablePaths {
  /** Of which nothing but a command of this run may have changed anything. */
  readonly known: readonly string[];
  /** Something has written to these, or set a flag (`chattr +A`) by which no read of them shows: each is tried. */
  readonly doubted: readonly string[];
}

/** From now on; what is only listed or looked up is not read. Nothing may read the files between `prepare` and this. */
export type NoteReads = () => FilesRead;

export type FilesRead = () => {
  /** Those of the paths that were read since, in their order. */
  readonly seen: readonly string[];
  /** Of the doubted ones, those of which no read shows. */
  readonly hidden: readonly string[];
};

/** Makes a new, empty folder of this step outside the workspace; `name` is for people who look into it. */
export type Scratch = (name: string) => Promise<Files>;
