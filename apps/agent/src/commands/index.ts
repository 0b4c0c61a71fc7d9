import type { Command } from './command.js';
import { diagnostics } from './diagnostics.js';
import { drain } from './drain.js';
import { echo } from './echo.js';
import { ping } from './ping.js';
import { restart } from './restart.js';
import { setLogLevel } from './set-log-level.js';
import { simulate } from './simulate.js';
import { sleep } from './sleep.js';
import { status } from './status.js';
import { undrain } from './undrain.js';

export const COMMANDS: readonly Command[] = [ping, status, diagnostics, echo, sleep, setLogLevel, drain, undrain, restart, simulate];
