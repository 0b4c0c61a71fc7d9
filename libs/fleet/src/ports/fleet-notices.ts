/** What a server tells another to look at; everything is found by a sweep as well. */
export interface FleetNotice {
  /** Agents for whom there are commands; `*`: any. */
  send?: readonly string[] | '*';
  /** Agents whose connection may hold no longer. */
  displaced?: readonly string[] | '*';
  /** There are cancellations. */
  cancel?: boolean;
}

export abstract class FleetNotices {
  /** Tells a server, soon and perhaps together with other notices. Never waits, never fails: whoever is told looks by himself too. */
  abstract tell(replica: string, notice: FleetNotice): void;

  /** Hears what is told to this server, from now until `close`. */
  abstract listen(replica: string, heard: (notice: FleetNotice) => void): Promise<void>;

  abstract close(): Promise<void>;
}
