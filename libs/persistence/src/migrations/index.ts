import { CreateSimulations1760000000000 } from './1760000000000-create-simulations.js';

/** Every migration, oldest first. One that has been released is never edited. */
export const MIGRATIONS = [CreateSimulations1760000000000];
