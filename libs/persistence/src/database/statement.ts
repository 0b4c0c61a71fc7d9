/** SQL that each connection prepares once, under its name. */
export interface Statement {
  /** Absent: it is planned anew each time, for the values that it gets. */
  name?: string;
  text: string;
}
