import { Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '@skein/problem';
import { isAgentId } from '../../agents/agent-id.js';

/** The id of an agent in a path. */
@Injectable()
export class AgentIdPipe implements PipeTransform<string, string> {
  /** @throws DomainError `unknown_agent` for what no agent can be called */
  transform(agentId: string): string {
    if (isAgentId(agentId)) return agentId;
    throw new DomainError('unknown_agent', `There is no agent ${JSON.stringify(agentId.slice(0, 200))}.`);
  }
}
