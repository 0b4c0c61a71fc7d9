import { createHash } from 'node:crypto';
import type { Edit, Scenario } from '@skein/topology';
import { canonicalJson } from '../results/canonical-json.js';

/** Edits that were made together, and the simulated time at which they were. */
export interface MadeEdits {
  atSec: number;
  edits: readonly Edit[];
}

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * What a simulation has come of, as a digest: its scenario, and the edits made in it with their times. Edits count as equal where they are
 * as JSON; of scenarios the text is compared, which is ten times as fast as bringing the members of a large one into an order.
 */
export class Lineage {
  /** Digest of the last edit, and of those before it through theirs: nothing need be kept of them. */
  private edits = '';
  private origin: string | null = null;

  constructor(private readonly scenario: Scenario) {}

  add({ atSec, edits }: MadeEdits): void {
    for (const edit of edits) this.edits = digest(`${this.edits} ${canonicalJson([atSec, edit])}`);
  }

  /** 64 hexadecimal digits. The scenario is looked at when first asked, since most simulations never are. */
  get digest(): string {
    this.origin ??= digest(JSON.stringify(this.scenario));
    return digest(`${this.origin} ${this.edits}`);
  }
}
