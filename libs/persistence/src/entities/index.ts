import { AgentBanEntity } from './agent-ban.entity.js';
import { AgentCommandEntity } from './agent-command.entity.js';
import { AgentPresenceEntity } from './agent-presence.entity.js';
import { AgentEntity } from './agent.entity.js';
import { ChangeRequestEntity } from './change-request.entity.js';
import { CommandBatchEntity } from './command-batch.entity.js';
import { EditEntity } from './edit.entity.js';
import { FleetReplicaEntity } from './fleet-replica.entity.js';
import { LogEntity } from './log.entity.js';
import { ProgressEntity } from './progress.entity.js';
import { ResultsEntity } from './results.entity.js';
import { RunnerEntity } from './runner.entity.js';
import { ScenarioEntity } from './scenario.entity.js';
import { SimulationEntity } from './simulation.entity.js';
import { SnapshotEntity } from './snapshot.entity.js';
import { TransitionEntity } from './transition.entity.js';

export const ENTITIES = [
  SimulationEntity,
  ScenarioEntity,
  ProgressEntity,
  ResultsEntity,
  SnapshotEntity,
  TransitionEntity,
  EditEntity,
  LogEntity,
  ChangeRequestEntity,
  RunnerEntity,
  AgentEntity,
  AgentBanEntity,
  AgentPresenceEntity,
  AgentCommandEntity,
  CommandBatchEntity,
  FleetReplicaEntity,
];
