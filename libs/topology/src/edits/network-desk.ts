import { defaultTraffic } from '../model/default-traffic.js';
import type { Edit } from '../model/edit.js';
import type { Scenario } from '../model/scenario.js';
import type { ReadOutcome } from '../request/outcome.js';
import { EditedNetwork } from './edited-network.js';
import { readEdits, type EditReadingContext } from './reading/read-edits.js';

/** Edits made together, as they are logged. */
export interface LoggedEditText {
  seq: number;
  at_sec: number;
  /** JSON text of the list of edits. */
  edits: string;
}

/** What there is to be asked about an edited network, and to be done with it. */
export interface DeskQuestions {
  /** What a body asks for, read against the network as it is. */
  read: { question: { body: Uint8Array; context: EditReadingContext }; answer: ReadOutcome<Edit[]> };
  /** Makes edits; from then on the network is that behind `seq`. Null, and nothing is made, where it is not the one just before. */
  apply: { question: { edits: readonly Edit[]; atSec: number; seq: number }; answer: ReadOutcome<{ nodes: number; links: number }> | null };
  /** JSON text of `{topology, traffic, failed}`. */
  document: { question: null; answer: string };
}

/** A question about the network of a run, at a place in its log. */
export interface DeskTask<Kind extends keyof DeskQuestions = keyof DeskQuestions> {
  /** Names the run. */
  key: string;
  /** Where in the log the network is expected to be; left out where a scenario is given. */
  base: number;
  /** JSON text from which to build the network anew; null where it should be here. */
  scenario: string | null;
  /** What was logged behind `base`, or since the scenario. */
  log: readonly LoggedEditText[];
  kind: Kind;
  question: DeskQuestions[Kind]['question'];
}

export type DeskAnswer<Kind extends keyof DeskQuestions> = { answer: DeskQuestions[Kind]['answer'] } | 'missing';

interface Kept {
  network: EditedNetwork;
  seq: number;
  /** Simulated time of the last edit, before which none can be made. */
  lastAtSec: number;
  /** Characters of the texts that it was made of. */
  weight: number;
}

type Workers = { [Kind in keyof DeskQuestions]: (kept: Kept, question: DeskQuestions[Kind]['question']) => DeskQuestions[Kind]['answer'] };

const WORKERS: Workers = {
  read: ({ network, lastAtSec }, { body, context }) => readEdits(body, network, { ...context, atSec: Math.max(context.atSec, lastAtSec) }),
  apply: (kept, { edits, atSec, seq }) => {
    if (kept.seq !== seq - 1) return null;
    const outcome = kept.network.apply(edits, atSec);
    if (!outcome.ok) return outcome;
    kept.seq = seq;
    kept.lastAtSec = atSec;
    const { nodes, links } = kept.network.network();
    return { ok: true, value: { nodes: nodes.length, links: links.length } };
  },
  document: ({ network }) => {
    const topology = network.network();
    const ids = (things: readonly { id: string }[], failed: (id: string) => boolean) => things.map(({ id }) => id).filter(failed);
    const routers = ids(topology.nodes, (id) => network.nodeFailed(id));
    const links = ids(topology.links, (id) => network.linkFailed(id));
    return JSON.stringify({ topology, traffic: network.traffic(), failed: { routers, links } });
  },
};

/** Keeps networks that are being edited, so that a question need not go through all edits from the beginning; those asked about longest ago go first. */
export class NetworkDesk {
  private readonly kept = new Map<string, Kept>();
  private weight = 0;

  /** @param mostWeight characters of text, of all that is kept; one network is kept whatever its size */
  constructor(private readonly mostWeight: number) {}

  /** `missing` where the network is not here at that place in its log: it is to be given with its scenario. */
  ask<Kind extends keyof DeskQuestions>({ key, base, scenario, log, kind, question }: DeskTask<Kind>): DeskAnswer<Kind> {
    let kept = this.take(key);
    if (scenario !== null) kept = built(scenario);
    else if (kept?.seq !== base) return 'missing';
    // Not kept where it throws: it is then amid the log.
    for (const entry of log) follow(kept, entry, key);
    const answer = WORKERS[kind](kept, question);
    this.keep(key, kept);
    return { answer };
  }

  private take(key: string): Kept | undefined {
    const kept = this.kept.get(key);
    if (!kept) return undefined;
    this.kept.delete(key);
    this.weight -= kept.weight;
    return kept;
  }

  private keep(key: string, kept: Kept): void {
    this.kept.set(key, kept);
    this.weight += kept.weight;
    for (const oldest of this.kept.keys()) {
      if (this.weight <= this.mostWeight || oldest === key) return;
      this.take(oldest);
    }
  }
}

function built(scenario: string): Kept {
  const { topology, traffic, config } = JSON.parse(scenario) as Scenario;
  return {
    network: new EditedNetwork(topology, traffic ?? defaultTraffic(topology.nodes, config.seed)),
    seq: 0,
    lastAtSec: 0,
    weight: scenario.length,
  };
}

function follow(kept: Kept, { seq, at_sec, edits }: LoggedEditText, key: string): void {
  const outcome = kept.network.apply(JSON.parse(edits) as Edit[], at_sec);
  if (!outcome.ok) throw new Error(`The logged edits of simulation ${key} do not fit it: ${JSON.stringify(outcome.refusal)}`);
  kept.seq = seq;
  kept.lastAtSec = at_sec;
  kept.weight += edits.length;
}
