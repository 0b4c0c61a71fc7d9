import { Injectable } from '@nestjs/common';
import { TransientFaults } from '@skein/problem';
import { isTransient } from '../database/is-transient.js';

@Injectable()
export class PostgresTransientFaults extends TransientFaults {
  includes(error: unknown): boolean {
    return isTransient(error);
  }
}
