export const STATUSES = ['pending', 'running', 'paused', 'stopped', 'done', 'failed'] as const;
export type Status = (typeof STATUSES)[number];

/** Statuses in which nothing more happens by itself. */
export const TERMINAL: readonly Status[] = ['stopped', 'done', 'failed'];
