import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LargeMessages, type LargeMessage, type LargeOutcome } from '@skein/fleet';
import { IntakeThreads } from '@skein/intake/threads';
import { DomainError } from '@skein/problem';

/** The same place from `src/` and from `dist/`, since Node runs no TypeScript. */
const WORKER = new URL('../../dist/fleet/agent-message.worker.js', import.meta.url);

/** Reads the large messages of agents on threads of their own: requests do not wait for them, nor they for requests. */
@Injectable()
export class AgentMessages extends LargeMessages implements OnModuleDestroy {
  // What waits is bounded in bytes, over all agents, before it comes here.
  private readonly threads = new IntakeThreads({ waiting: Number.MAX_SAFE_INTEGER });

  override async read(message: LargeMessage, signal: AbortSignal): Promise<LargeOutcome> {
    try {
      return await this.threads.run<LargeOutcome>(WORKER, message, { signal, transfer: memoryOf(message) });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'too_large') throw error;
      return { ok: false, refusal: { code: 'malformed_frame', detail: error.message }, beyondBudget: true };
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.close();
  }
}

/** To be handed over instead of copied. */
function memoryOf(message: LargeMessage): ArrayBuffer[] {
  const parts = message.kind === 'frame' ? [message.frame] : message.pieces.map(({ bytes }) => bytes);
  return [...new Set(parts.map(({ buffer }) => buffer))];
}
