import { Injectable } from '@nestjs/common';
import { TransientFaults } from '@skein/problem';
import { isTransient, timedOut } from '../database/is-transient.js';

@Injectable()
export class PostgresTransientFaults extends TransientFaults {
  includes(error: unknown): boolean {
    return isTransient(error);
  }

  override timedOut(error: unknown): boolean {
    return timedOut(error);
  }
}
