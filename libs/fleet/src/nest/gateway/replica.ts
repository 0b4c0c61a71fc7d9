import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** The name of this server among those that agents connect to: never the same twice, so that nobody takes a restarted one for the one before. */
@Injectable()
export class Replica {
  readonly id = randomBytes(8).toString('hex');
}
