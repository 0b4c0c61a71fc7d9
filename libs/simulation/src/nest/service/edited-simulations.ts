import { Injectable } from '@nestjs/common';
import { defaultTraffic, EditedNetwork, type Scenario } from '@skein/topology';
import { reachedSec } from '../../lifecycle/reached.js';
import type { SimulationRecord } from '../../lifecycle/simulation-record.js';
import { SimulationStore, type LoggedEdit } from '../../ports/simulation-store.js';

/** A simulation's network as its edits have left it, and those edits. */
export interface EditedSimulation {
  network: EditedNetwork;
  log: LoggedEdit[];
  /** Simulated time from which on it can be edited: it is recorded to have come so far. */
  fromSec: number;
}

/** Rebuilds what a simulation's network has become, from what was submitted and the log of edits. */
@Injectable()
export class EditedSimulations {
  constructor(private readonly store: SimulationStore) {}

  /** Null where the simulation is gone by now. */
  async read(record: SimulationRecord): Promise<EditedSimulation | null> {
    const [text, log] = await Promise.all([this.store.scenario(record.simId), this.store.edits(record.simId, record.run)]);
    if (text === null) return null;
    const { topology, traffic, config } = JSON.parse(text) as Scenario;
    const network = new EditedNetwork(topology, traffic ?? defaultTraffic(topology.nodes, config.seed));
    for (const { edits, at_sec } of log) {
      const outcome = network.apply(edits, at_sec);
      if (!outcome.ok) throw new Error(`The logged edits of simulation ${record.simId} do not fit it: ${JSON.stringify(outcome.refusal)}`);
    }
    return { network, log, fromSec: reachedSec(record.simulatedSec, log) };
  }
}
