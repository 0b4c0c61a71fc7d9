import { Module } from '@nestjs/common';
import { Adoptions } from './dispatch/adoptions.js';
import { Arrivals } from './dispatch/arrivals.js';
import { Assignments } from './dispatch/assignments.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { Holdings } from './dispatch/holdings.js';
import { LogWriter } from './dispatch/log-writer.js';
import { Housekeeping } from './dispatch/housekeeping.js';
import { LostRunners } from './dispatch/lost-runners.js';
import { Placements } from './dispatch/placements.js';
import { Reconciliation } from './dispatch/reconciliation.js';
import { ReportWriter } from './dispatch/report-writer.js';
import { Testimony } from './dispatch/testimony.js';
import { Room } from './dispatch/room.js';
import { RunnerControl } from './dispatch/runner-control.js';
import { SnapshotWriter } from './dispatch/snapshot-writer.js';
import { Suspects } from './dispatch/suspects.js';
import { UntilWritten } from './dispatch/until-written.js';
import { EventFeed } from './events/event-feed.js';
import { ChangesController } from './http/changes.controller.js';
import { ControlController } from './http/control.controller.js';
import { EditsController } from './http/edits.controller.js';
import { EventsController } from './http/events.controller.js';
import { QueriesController } from './http/queries.controller.js';
import { TurnInterceptor } from './http/turn.interceptor.js';
import { Retries, RetryInterceptor } from '@skein/problem/nest';
import { LateResults } from './results/late-results.js';
import { LiveResults } from './results/live-results.js';
import { ResultsForOthers } from './results/results-for-others.js';
import { ResultsReader } from './results/results-reader.js';
import { Backlog } from './service/backlog.js';
import { ChangeLog } from './service/change-log.js';
import { ControlService } from './service/control-service.js';
import { Courses } from './service/courses.js';
import { EditedSimulations } from './service/edited-simulations.js';
import { EditService } from './service/edit-service.js';
import { SimulationReader } from './service/simulation-reader.js';
import { SimulationService } from './service/simulation-service.js';
import { Turns } from './service/turns.js';

/**
 * Simulations as their users see them. The server provides the ports: `SimulationStore`, `ClaimStore`, `EventStore`, `PresentResultsStore`, `TransientFaults`,
 * `SimulationMetrics`, `RunnerRegistry`, `DispatchOptions`, and the `RequestReader` of the topology library.
 */
@Module({
  controllers: [ChangesController, ControlController, EditsController, EventsController, QueriesController],
  providers: [
    Adoptions,
    Arrivals,
    Assignments,
    Backlog,
    ChangeLog,
    ControlService,
    Courses,
    Dispatcher,
    EditedSimulations,
    EditService,
    EventFeed,
    Holdings,
    Housekeeping,
    LateResults,
    LiveResults,
    LogWriter,
    LostRunners,
    Placements,
    Reconciliation,
    ReportWriter,
    ResultsForOthers,
    ResultsReader,
    Testimony,
    Retries,
    RetryInterceptor,
    Room,
    RunnerControl,
    SimulationReader,
    SimulationService,
    SnapshotWriter,
    Suspects,
    TurnInterceptor,
    Turns,
    UntilWritten,
  ],
})
export class SimulationModule {}
