import { ApiProperty } from '@nestjs/swagger';
import {
  ECMP_MODES,
  LOG_LEVELS,
  PLACES,
  ROUTING_METRICS,
  type EcmpMode,
  type EffectiveConfig,
  type LogLevel,
  type Placement,
  type RoutingMetric,
  type Speed,
} from '@skein/topology';

export class EffectiveRouting {
  @ApiProperty({ enum: ROUTING_METRICS })
  metric: RoutingMetric;

  @ApiProperty({ enum: ECMP_MODES })
  ecmp: EcmpMode;
}

/** The configuration in force: what was given, and the defaults for the rest. */
export class EffectiveConfigDocument implements EffectiveConfig {
  @ApiProperty({ description: 'Seconds of simulated time', example: 60 })
  duration_sec: number;

  @ApiProperty({ description: 'Loss of links that give none of their own, percent', example: 0.1 })
  packet_loss_percent: number;

  @ApiProperty({ enum: LOG_LEVELS })
  log_level: LogLevel;

  @ApiProperty({ description: 'Decides every random draw', example: 1 })
  seed: number;

  @ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string', enum: ['max'] }], description: 'Simulated seconds per second', example: 1 })
  speed: Speed;

  @ApiProperty({ description: 'Packets created before this simulated time are not counted, seconds', example: 0 })
  warmup_sec: number;

  @ApiProperty({ type: EffectiveRouting })
  routing: EffectiveRouting;

  @ApiProperty({
    oneOf: [
      { type: 'string', enum: [...PLACES] },
      { type: 'object', properties: { agent: { type: 'string' } }, required: ['agent'], additionalProperties: false },
      {
        type: 'object',
        properties: { labels: { type: 'object', additionalProperties: { type: 'string' } } },
        required: ['labels'],
        additionalProperties: false,
      },
    ],
    description: 'Where it may run',
    example: 'any',
  })
  placement: Placement;

  @ApiProperty({ description: 'Length of the intervals of the time series, seconds of simulated time', example: 0.5 })
  sample_interval_sec: number;
}
