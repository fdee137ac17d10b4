/** What a search found, and what it did not look at. */
import type { FoundVersion } from './search-order.ts';

export interface SearchResult {
  /** The first of those that match, in the order that was asked for. */
  readonly found: readonly FoundVersion[];
  /** How many match of those that were looked at. */
  readonly matchingCount: number;
  /** Models whose tags were read, and how many versions they have. */
  readonly modelCount: number;
  readonly versionCount: number;
  readonly unread: UnreadVersions;
}

export interface UnreadVersions {
  /** Models whose names match, of which no tag was read: more than one search reads. */
  readonly modelCount: number;
  /** Versions that match by their tags and whose registrations were not read: more than one search reads. */
  readonly versionCount: number;
  /** Whether other matches may be among these; else as many as were asked for are found. */
  readonly mayMatch: boolean;
  /** Tags of versions that were asked about and whose registration the ledger has not, or has with something else than the tag. */
  readonly unknown: readonly string[];
}
