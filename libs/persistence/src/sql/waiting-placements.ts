import { SUSPECT_LOSSES } from '@skein/simulation';
import type { Statement } from '../database/statement.js';

/** What is pending is gone through from placement to placement by single probes of its index; what has lost its runner is never much. */
export const WAITING_PLACEMENTS: Statement = {
  name: 'waiting_placements',
  text: `
    WITH RECURSIVE pending AS (
      SELECT (SELECT min(placement) FROM simulations WHERE status = 'pending') AS placement
      UNION ALL
      SELECT (SELECT min(s.placement) FROM simulations s WHERE s.status = 'pending' AND s.placement > p.placement)
      FROM pending p WHERE p.placement IS NOT NULL
    )
    SELECT placement FROM pending WHERE placement IS NOT NULL
    UNION
    SELECT placement FROM simulations WHERE runner IS NULL AND status IN ('running', 'paused')`,
};

export const SUSPECT_PLACEMENTS: Statement = {
  name: 'suspect_placements',
  text: `
    SELECT DISTINCT placement FROM simulations
    WHERE runner IS NULL AND status IN ('running', 'paused') AND losses >= ${SUSPECT_LOSSES}`,
};
