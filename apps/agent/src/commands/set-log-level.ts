import { Type } from '@sinclair/typebox';
import { AGENT_LOG_LEVELS } from '../agent-control.js';
import { argsOf, command } from './command.js';

const LogLevel = Type.Union(
  AGENT_LOG_LEVELS.map((level) => Type.Literal(level)),
  { description: 'The least that is written.' },
);

export const setLogLevel = command({
  name: 'set-log-level',
  description: 'What the agent writes to its log, until it is started again.',
  args: argsOf({ level: LogLevel }),
  control: true,
  run: ({ level }, { agent }) => {
    agent.setLogLevel(level);
    return `log level ${level}`;
  },
});
