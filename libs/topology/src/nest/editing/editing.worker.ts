import { NetworkDesk, type DeskAnswer, type DeskTask } from '../../edits/network-desk.js';

/** Characters of scenarios and edits; as objects they take ten times as much. */
const MOST_KEPT = 64 * 1024 * 1024;

const desk = new NetworkDesk(MOST_KEPT);

/** What an editing thread runs. What it keeps ends with the thread. */
export default function ask(task: DeskTask): DeskAnswer<DeskTask['kind']> {
  return desk.ask(task);
}
