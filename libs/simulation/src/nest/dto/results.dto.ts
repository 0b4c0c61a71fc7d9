import { ApiProperty } from '@nestjs/swagger';
import { STATUSES, type Status } from '../../lifecycle/status.js';

const nullableNumber = (description?: string) => ({ type: Number, nullable: true, ...(description && { description }) });

export class DropsDocument {
  @ApiProperty({ description: 'Lost on a wire' })
  loss: number;

  @ApiProperty({ description: 'Refused by a full queue' })
  queue: number;

  @ApiProperty({ description: 'At a node from which no route leads on' })
  no_route: number;

  @ApiProperty({ description: 'On a wire that went down' })
  link_down: number;
}

export class PacketTotals {
  @ApiProperty()
  sent: number;

  @ApiProperty()
  delivered: number;

  @ApiProperty({ type: DropsDocument })
  dropped: DropsDocument;

  @ApiProperty({ description: 'sent = delivered + dropped + in_flight, at any instant' })
  in_flight: number;
}

/** Milliseconds from creation to full reception; null while nothing has been delivered. */
export class DelayDocument {
  @ApiProperty(nullableNumber())
  mean: number | null;

  @ApiProperty(nullableNumber())
  stddev: number | null;

  @ApiProperty(nullableNumber())
  min: number | null;

  @ApiProperty(nullableNumber())
  max: number | null;

  @ApiProperty(nullableNumber('Percentiles are within 1 % of the true value'))
  p10: number | null;

  @ApiProperty(nullableNumber())
  p20: number | null;

  @ApiProperty(nullableNumber())
  p50: number | null;

  @ApiProperty(nullableNumber())
  p80: number | null;

  @ApiProperty(nullableNumber())
  p90: number | null;

  @ApiProperty(nullableNumber())
  p99: number | null;
}

export class FlowDocument {
  @ApiProperty({ example: 'A-C' })
  id: string;

  @ApiProperty({ example: 'A' })
  from: string;

  @ApiProperty({ example: 'C' })
  to: string;

  @ApiProperty()
  sent: number;

  @ApiProperty()
  delivered: number;

  @ApiProperty({ type: DropsDocument })
  dropped: DropsDocument;

  @ApiProperty(nullableNumber('Delivered bits over the measured time, Mbit/s'))
  throughput_mbps: number | null;

  @ApiProperty({ type: DelayDocument })
  delay_ms: DelayDocument;

  @ApiProperty(nullableNumber('Mean absolute difference of consecutive delays, milliseconds'))
  jitter_ms: number | null;
}

/** One direction of a link. */
export class LinkDocument {
  @ApiProperty({ example: 'A-B' })
  id: string;

  @ApiProperty({ example: 'A' })
  from: string;

  @ApiProperty({ example: 'B' })
  to: string;

  @ApiProperty({ description: 'Transmissions begun' })
  packets: number;

  @ApiProperty()
  bytes: number;

  @ApiProperty(nullableNumber('Busy share, 0 to 1, of the measured time in which the link existed'))
  utilization: number | null;

  @ApiProperty(nullableNumber('Time average of the packets waiting or in service'))
  mean_queue: number | null;

  @ApiProperty()
  max_queue: number;

  @ApiProperty({ type: DropsDocument })
  dropped: DropsDocument;

  @ApiProperty({ description: 'Simulated time at which the link was added, seconds; 0 where it was there from the start', example: 0 })
  added_sec: number;

  @ApiProperty(nullableNumber('Simulated time at which the link was removed, seconds; null while it is there'))
  removed_sec: number | null;
}

/** The network as a whole; entry i covers the i-th interval. */
export class SeriesDocument {
  @ApiProperty({ description: 'Length of an interval in simulated seconds' })
  interval_sec: number;

  @ApiProperty({ type: [Number] })
  sent: number[];

  @ApiProperty({ type: [Number] })
  delivered: number[];

  @ApiProperty({ type: [Number] })
  dropped: number[];

  @ApiProperty({ type: [Number] })
  throughput_mbps: number[];

  @ApiProperty({
    type: 'array',
    items: { type: 'number', nullable: true },
    description: 'Mean delay of what was delivered in the interval',
  })
  delay_ms: (number | null)[];
}

export class ResultsDocument {
  @ApiProperty({ format: 'uuid' })
  sim_id: string;

  @ApiProperty({ example: 1 })
  run: number;

  @ApiProperty({ enum: STATUSES })
  status: Status;

  @ApiProperty({ description: 'Simulated time that these results cover, seconds' })
  simulated_sec: number;

  @ApiProperty()
  seed: number;

  @ApiProperty()
  engine_version: string;

  @ApiProperty({ type: PacketTotals })
  packets: PacketTotals;

  @ApiProperty({ type: [FlowDocument] })
  flows: FlowDocument[];

  @ApiProperty({ type: [LinkDocument] })
  links: LinkDocument[];

  @ApiProperty({ type: SeriesDocument })
  series: SeriesDocument;

  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of what was simulated; null until the simulation has ended' })
  result_hash: string | null;
}
