import type { ChangeRequest, Step } from '@skein/simulation';
import type { AdmittedRequest } from '@skein/topology';
import { Batches, type BatchOptions, PATIENCE_MS } from '../database/batches.js';
import type { Database } from '../database/database.js';
import { isTransient } from '../database/is-transient.js';
import { CREATE_REQUESTED, CREATE_SIMULATIONS } from '../sql/create-simulations.js';
import { addsAgain } from './conflicts.js';
import { packTexts } from './packed-texts.js';
import { jsonbText, plainArray, wellFormed } from './parameters.js';
import { placementText } from './placement-text.js';

/** A simulation to be added. */
export interface Creation {
  simId: string;
  admitted: AdmittedRequest;
  steps: readonly Step[];
  /** Who has it from the beginning; null where it is pending. */
  runner: string | null;
  /** Null for one without a key, which is known by its simulation. */
  request: ChangeRequest | null;
}

/** Large enough for every connection that a server is likely to have; the parameters' size is bounded by bytes besides. */
const MOST = 256;

/** A statement costs 0.2 ms of work, and a flush to disk, besides 30 µs for each simulation: it is worth waiting for those who are about to come. */
const GATHER_MS = 2;

/** Of a request, in the order of the parameters. */
const REQUEST = ['requestId', 'operation', 'fingerprint'] as const;

/** Simulations larger than this, in bytes, have a lane of their own, so that they hold up nobody else. */
const LARGE_BYTES = 64 * 1024;

/**
 * Group commit: one statement in flight, and whatever is submitted meanwhile goes into the next. The result of an item says whether its
 * simulation was made; it was not where the request id was taken.
 */
export class Creations {
  private readonly usual: Batches<Creation, boolean>;
  private readonly large: Batches<Creation, boolean>;

  constructor(private readonly database: Database) {
    const run = (items: Creation[]) => this.create(items);
    const options: BatchOptions<Creation> = {
      lanes: 1,
      most: MOST,
      patienceMs: PATIENCE_MS,
      bytesOf,
      // New rows do not wait for each other's: a time-out concerns them all.
      lanesApart: (error) => (isTransient(error) ? 0 : 1),
    };
    this.usual = new Batches(run, { ...options, gatherMs: GATHER_MS });
    this.large = new Batches(run, options);
  }

  add(item: Creation): Promise<boolean> {
    return (bytesOf(item) > LARGE_BYTES ? this.large : this.usual).add(item);
  }

  private async create(items: Creation[]): Promise<boolean[]> {
    const keyed = items.some(({ request }) => request !== null);
    try {
      const rows = await this.database.rows<{ sim_id: string }>(keyed ? CREATE_REQUESTED : CREATE_SIMULATIONS, parametersOf(items, keyed));
      const made = new Set(rows.map(({ sim_id }) => sim_id));
      return items.map(({ simId }) => !keyed || made.has(simId));
    } catch (error) {
      if (items.length === 1 && addsAgain(error)) return [false];
      throw error;
    }
  }
}

function bytesOf({ admitted: { scenario, sent } }: Creation): number {
  return scenario.length + (sent?.byteLength ?? 0);
}

/** @param keyed whether some have requests with ids, which are the last three */
function parametersOf(items: readonly Creation[], keyed: boolean): unknown[] {
  const sent = packTexts(items.map(({ admitted }) => admitted.sent ?? null));
  const scenarios = packTexts(items.map(({ admitted }) => admitted.scenario));
  const steps: { step: Step; place: number; runner: string | null }[] = [];
  for (const [i, { steps: own, runner }] of items.entries()) {
    for (const [number, step] of own.entries()) steps.push({ step, place: i + 1, runner: number > 0 ? runner : null });
  }
  const column = <T>(of: (item: Creation, index: number) => T): T[] => items.map(of);
  return [
    plainArray(column(({ simId }) => simId)),
    column(({ admitted }) => admitted.name),
    column(({ admitted }) => jsonbText(admitted.labels)),
    column(({ admitted }) => JSON.stringify(admitted.config)),
    plainArray(column(({ admitted }) => admitted.nodes)),
    plainArray(column(({ admitted }) => admitted.links)),
    column(({ admitted }) => JSON.stringify(admitted.warnings)),
    plainArray(column(({ steps }) => steps.at(-1)!.to)),
    scenarios.bytes,
    plainArray(scenarios.starts),
    plainArray(column((_, i) => scenarios.lengths[i]!)),
    column(({ runner }) => runner),
    plainArray(column(({ admitted }) => admitted.priority)),
    column(({ admitted }) => placementText(admitted.config.placement)),
    column(({ admitted }) => wellFormed(admitted.labels['user'] ?? '')),
    plainArray(steps.map(({ place }) => place)),
    steps.map(({ step }) => step.from),
    plainArray(steps.map(({ step }) => step.to)),
    steps.map(({ step }) => step.reason),
    steps.map(({ runner }) => runner),
    sent.bytes,
    plainArray(sent.starts),
    plainArray(sent.lengths.map((bytes) => bytes ?? 'NULL')),
    ...(keyed ? REQUEST.map((member) => column(({ request }) => request?.[member] ?? null)) : []),
  ];
}
