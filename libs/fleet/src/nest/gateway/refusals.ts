import { Injectable, Logger } from '@nestjs/common';
import { Minutely } from '@skein/problem';
import { FleetMetrics, type RefusalReason } from '../../ports/fleet-metrics.js';

/** Counts what agents say that is refused, and logs it, of each agent once a minute. */
@Injectable()
export class Refusals {
  private readonly logger = new Logger('Agents');
  private readonly minutely = new Minutely();

  constructor(private readonly metrics: FleetMetrics) {}

  note(reason: RefusalReason, agentId: string, detail: string): void {
    this.metrics.refused(reason);
    this.minutely.note(`${agentId} ${reason}`, (times) => {
      const often = times === 1 ? '' : ` (${times} messages)`;
      this.logger.warn(`A message of agent ${agentId} is refused${often}, ${reason}: ${detail.slice(0, 300)}`, { agent_id: agentId });
    });
  }
}
