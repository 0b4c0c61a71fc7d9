import { ApiProperty } from '@nestjs/swagger';
import type { Attempt } from '../../documents/attempts.js';
import { STATUSES, type Status } from '../../lifecycle/status.js';
import { EffectiveConfigDocument } from './effective-config.dto.js';

export class TopologyCounts {
  @ApiProperty({ example: 3 })
  nodes: number;

  @ApiProperty({ example: 2 })
  links: number;
}

export class ProgressDocument {
  @ApiProperty({ description: 'Simulated time reached, seconds', example: 12.5 })
  simulated_sec: number;

  @ApiProperty({ description: 'Simulated time at the end, seconds', example: 60 })
  duration_sec: number;

  @ApiProperty({ minimum: 0, maximum: 100, example: 20.83 })
  percent: number;

  @ApiProperty({
    enum: ['routing', 'simulating'],
    nullable: true,
    type: String,
    description:
      '`routing` while the runner is finding routes, which takes minutes in a large network and hardly moves simulated time; null unless the simulation runs',
  })
  phase: 'routing' | 'simulating' | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 100,
    description: 'Flows whose route is known; null unless `phase` is `routing`',
  })
  routed_percent: number | null;
}

export class SimulationError {
  @ApiProperty({ description: 'Stable, for programs' })
  code: string;

  @ApiProperty({ description: 'For people' })
  message: string;
}

export class TransitionDocument {
  @ApiProperty({ description: 'The run that it belongs to', example: 1 })
  run: number;

  @ApiProperty({ enum: STATUSES, nullable: true, type: String })
  from: Status | null;

  @ApiProperty({ enum: STATUSES })
  to: Status;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ example: 'submitted' })
  reason: string;
}

export class AttemptDocument implements Attempt {
  @ApiProperty({ example: 1 })
  attempt: number;

  @ApiProperty({ type: String, nullable: true, description: 'Who ran it last' })
  runner: string | null;

  @ApiProperty({ format: 'date-time' })
  started_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  ended_at: string | null;

  @ApiProperty({ enum: ['stopped', 'done', 'failed', 'retried'], nullable: true, type: String, description: 'Null while it goes on' })
  outcome: Attempt['outcome'];

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed' })
  error: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it may be tried again' })
  next_attempt_at: string | null;
}

export class StatusDocument {
  @ApiProperty({ format: 'uuid' })
  sim_id: string;

  @ApiProperty({ type: String, nullable: true })
  name: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  labels: Record<string, string>;

  @ApiProperty({ description: 'Of what is pending, a higher one starts first', example: 0 })
  priority: number;

  @ApiProperty({ enum: STATUSES })
  status: Status;

  @ApiProperty({ description: 'Moves with every change of the simulation, never with its progress', example: 2 })
  version: number;

  @ApiProperty({ description: '1 at first, one more with each restart', example: 1 })
  run: number;

  @ApiProperty({ description: 'Failed attempts of this run that were tried again', example: 0 })
  retry_count: number;

  @ApiProperty({ type: EffectiveConfigDocument })
  config: EffectiveConfigDocument;

  @ApiProperty({ type: TopologyCounts })
  topology: TopologyCounts;

  @ApiProperty({ type: ProgressDocument })
  progress: ProgressDocument;

  @ApiProperty({ type: String, nullable: true, description: 'Who runs it; null while nobody does' })
  runner: string | null;

  @ApiProperty({ type: [AttemptDocument], description: 'Of the present run' })
  attempts: AttemptDocument[];

  @ApiProperty({ type: SimulationError, nullable: true })
  error: SimulationError | null;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  started_at: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finished_at: string | null;

  @ApiProperty({ type: [TransitionDocument], description: 'Its whole history, all runs, oldest first' })
  transitions: TransitionDocument[];
}
