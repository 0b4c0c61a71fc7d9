import type { NetworkLink } from '@skein/topology';

/** A link and its channels. It stays on record after its removal, with what was measured on it. */
export interface LinkRecord {
  link: NetworkLink;
  /** Forward, and backward where the link has two directions. */
  readonly channels: readonly number[];
  failed: boolean;
  readonly addedSec: number;
  removedSec: number | null;
}

/** A node. */
export interface NodeRecord {
  readonly id: string;
  failed: boolean;
}
