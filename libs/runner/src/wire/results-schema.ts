import { Type, type Static, type TProperties } from '@sinclair/typebox';

/** Beyond all that a simulation of ten years can count or measure, and far from what a sum of many could overflow. */
const MOST = 1e18;

const object = <P extends TProperties>(members: P) => Type.Object(members, { additionalProperties: false });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

const Text = Type.String({ maxLength: 1000, pattern: '^[^\\u0000]*$' });
const Whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Real = Type.Number({ minimum: 0, maximum: MOST });
const Maybe = orNull(Real);

const Drops = object({ loss: Whole, queue: Whole, no_route: Whole, link_down: Whole });

const Flow = object({
  id: Text,
  from: Text,
  to: Text,
  sent: Whole,
  delivered: Whole,
  dropped: Drops,
  throughput_mbps: Maybe,
  delay_ms: object({
    mean: Maybe,
    stddev: Maybe,
    min: Maybe,
    max: Maybe,
    p10: Maybe,
    p20: Maybe,
    p50: Maybe,
    p80: Maybe,
    p90: Maybe,
    p99: Maybe,
  }),
  jitter_ms: Maybe,
});

const Link = object({
  id: Text,
  from: Text,
  to: Text,
  packets: Whole,
  bytes: Whole,
  utilization: orNull(Type.Number({ minimum: 0, maximum: 1 })),
  mean_queue: Maybe,
  max_queue: Whole,
  dropped: Drops,
  added_sec: Real,
  removed_sec: Maybe,
});

const Series = object({
  interval_sec: Type.Number({ exclusiveMinimum: 0, maximum: MOST }),
  sent: Type.Array(Whole),
  delivered: Type.Array(Whole),
  dropped: Type.Array(Whole),
  throughput_mbps: Type.Array(Real),
  delay_ms: Type.Array(Maybe),
});

/** The shape of results as an engine writes them, with every figure finite and none below 0. */
export const RESULTS = object({
  simulated_sec: Real,
  seed: Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  engine_version: Text,
  packets: object({ sent: Whole, delivered: Whole, dropped: Drops, in_flight: Whole }),
  flows: Type.Array(Flow),
  links: Type.Array(Link),
  series: Series,
  result_hash: orNull(Type.String({ pattern: '^[0-9a-f]{64}$' })),
});

export type ResultsDocument = Static<typeof RESULTS>;
