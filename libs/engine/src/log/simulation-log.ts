import type { Archive } from '../snapshots/archive.js';
import type { LogCode, LogEntry } from './log-entry.js';

/** The most that is written of what is observed, per run; the traces of packets have a bound of their own. */
export const MOST_ENTRIES = 10_000;

/** What a simulation has said and nobody has taken yet. */
export class SimulationLog {
  private entries: LogEntry[] = [];
  private number = 0;
  private observed = 0;

  warn(simulated_sec: number, code: LogCode, message: string, details: LogEntry['details']): void {
    this.observed++;
    if (this.observed < MOST_ENTRIES) this.write({ level: 'warning', simulated_sec, code, message, details });
    else if (this.observed === MOST_ENTRIES)
      this.write({ level: 'warning', simulated_sec, code: 'log_full', message: 'The log is full; nothing more is written.', details: {} });
  }

  trace(simulated_sec: number, code: LogCode, message: string, details: LogEntry['details']): void {
    this.write({ level: 'debug', simulated_sec, code, message, details });
  }

  /** Hands over what has been said since the last time. */
  take(): LogEntry[] {
    if (this.entries.length === 0) return NOTHING;
    const { entries } = this;
    this.entries = [];
    return entries;
  }

  carry(archive: Archive): void {
    this.number = archive.whole(this.number);
    this.observed = archive.whole(this.observed);
    this.entries = JSON.parse(archive.text(JSON.stringify(this.entries))) as LogEntry[];
  }

  private write(entry: Omit<LogEntry, 'number'>): void {
    this.entries.push({ number: ++this.number, ...entry });
  }
}

const NOTHING: LogEntry[] = [];
