import { Injectable } from '@nestjs/common';
import { VersionConflict } from '@skein/problem';
import type { Edit, ReadOutcome } from '@skein/topology';
import { EditedNetworks, type RunTexts } from '@skein/topology/nest';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore } from '../../ports/simulation-store.js';

/** What a body asks for, and where in the simulation's course it was read. */
export interface ReadEdits {
  outcome: ReadOutcome<Edit[]>;
  /** Number of the last edit. */
  seq: number;
  /** Simulated time from which on it can be edited: it is recorded to have come so far. */
  fromSec: number;
}

/** What simulations' networks have become, by what was submitted and the log of edits. */
@Injectable()
export class EditedSimulations {
  constructor(
    private readonly store: SimulationStore,
    private readonly networks: EditedNetworks,
  ) {}

  /** @throws VersionConflict where the simulation is gone by now */
  async read(record: SimulationRecord, body: Uint8Array): Promise<ReadEdits> {
    const context = { packetLossPercent: record.config.packet_loss_percent, atSec: record.simulatedSec };
    const found = await this.networks.ask(keyOf(record), this.textsOf(record), 'read', { body, context }, body.byteLength);
    if (!found) throw new VersionConflict(record.simId);
    return { outcome: found.answer, seq: found.seq, fromSec: Math.max(record.simulatedSec, found.lastAtSec) };
  }

  /**
   * Makes edits behind the last one that was read, before they are committed.
   * @throws VersionConflict where another edit has come between
   */
  async apply(
    record: SimulationRecord,
    edits: readonly Edit[],
    atSec: number,
    seq: number,
  ): Promise<ReadOutcome<{ nodes: number; links: number }>> {
    const found = await this.networks.ask(keyOf(record), this.textsOf(record), 'apply', { edits, atSec, seq });
    if (!found?.answer) throw new VersionConflict(record.simId);
    return found.answer;
  }

  committed(record: SimulationRecord, seq: number, atSec: number): void {
    this.networks.committed(keyOf(record), seq, atSec);
  }

  /** JSON text of `{topology, traffic, failed}`; null where the simulation is gone by now. */
  async document(record: SimulationRecord): Promise<string | null> {
    const found = await this.networks.ask(keyOf(record), this.textsOf(record), 'document', null);
    return found && found.answer;
  }

  private textsOf({ simId, run }: SimulationRecord): RunTexts {
    return { scenario: () => this.store.scenario(simId), editsAfter: (seq) => this.store.editTexts(simId, run, seq) };
  }
}

function keyOf({ simId, run }: SimulationRecord): string {
  return `${simId} ${run}`;
}
