import type { OpenAPIObject } from '@nestjs/swagger';
import { METHODS } from './methods.js';

/** For each operation: what it does, when to use it, and what happens then. Two to five sentences, in Markdown. */
export const OPERATION_TEXTS: Readonly<Record<string, string>> = {
  simulate:
    'Checks the network and its traffic, stores them as a simulation and starts it as soon as a slot is free. The answer comes before the simulation ends: follow it with `GET /status/{sim_id}` or `GET /events/{sim_id}`, and read the figures with `GET /results/{sim_id}`. ' +
    'If anything is wrong with the request, nothing is stored, and the answer lists every wrong field. Send an `Idempotency-Key` if you may have to repeat the request: the simulation is then created once, and every repetition gets the first answer.',
  getStatus:
    'Tells the status, the progress, the runner, the version and the whole history of a simulation. Use it to wait for the end: `done`, `failed` and `stopped` are final. Its `ETag` fits into the `If-Match` of a change. Progress moves without changing the version.',
  getSimulation:
    'Gives the status document of a simulation, the same as `GET /status/{sim_id}`. Use whichever address fits your client better. The request that made the simulation is below it, at `/simulations/{sim_id}/request`.',
  getRequest:
    'Gives the body of the `POST /simulate` that made this simulation, byte for byte. Use it to see what was asked for, or to submit the same simulation again. Edits and changes of speed are not in it: they are in `GET /edits/{sim_id}` and in the status.',
  getResults:
    'Gives packets sent, delivered and dropped by cause, delays, link utilization, queues and a time series. While the simulation runs or is paused these are the figures so far; after its end they are final and carry a `result_hash`. ' +
    'A pending simulation has no results yet: the answer is then 409 `results_pending`.',
  listSimulations:
    'Lists status documents, newest first, one page at a time. Filter by status, by label and by name; all filters must hold. To get the next page, repeat the request with `cursor` set to `next_cursor`. Simulations that are created meanwhile do not disturb the pages.',
  stop: 'Ends a pending, running or paused simulation now. Its results up to this simulated time become final. A simulation that is stopped already stays as it is; one that is done or failed answers 409. Use `POST /restart/{sim_id}` to run it again.',
  restart:
    'Starts a new run of a simulation from its submitted request. A run that is still going on is stopped first. With `keep_edits=true` the new run starts from the network as edits have left it. The answer is the status document: the new run is `pending` and starts when a slot is free.',
  deleteSimulation:
    'Deletes a simulation with its results, edits, events and logs. A running simulation answers 409: stop it first. Afterwards every call for it answers 404, except a repetition of a request under its `Idempotency-Key`.',
  pause:
    'Holds a running simulation at its present simulated time, which the answer tells. It keeps its slot, and can be edited, resumed or stopped. A simulation that is paused already stays as it is. Any status other than running or paused answers 409.',
  resume:
    'Lets a paused simulation go on from the simulated time at which it is held. Results do not depend on pauses. A simulation that runs already goes on as it does. Any other status answers 409.',
  setSpeed:
    'Sets how many simulated seconds pass per second of real time, or `max` for as fast as the machine can. Use it while the simulation is pending, running or paused. The results do not depend on the speed.',
  edit:
    'Adds, removes, fails, restores and changes routers, links and flows of a simulation that has not ended. The change takes effect at the present simulated time, which the answer tells. Send one operation, or a list of operations that are made together or not at all. ' +
    'With `dry_run=true` the server only says whether they would fit. Every edit is logged, so that results can be reproduced.',
  listEdits:
    'Lists every edit of the present run with the simulated time at which it was made. Together with the submitted request, this log decides the results: replaying it gives the same `result_hash`.',
  getTopology:
    'Gives the network and its flows as edits have left them, with every default filled in, and names the routers and links that are down. Use it to see what an edit would apply to. The submitted network is at `GET /simulations/{sim_id}/request`.',
  streamEvents:
    'Opens a stream of server-sent events of all simulations, from now on. Choose the types of events with `type` and the simulations with `sim_id`. After a lost connection, send the number of your last event as `Last-Event-ID` or `after`, and the stream goes on from there, at any server.',
  streamSimulationEvents:
    'Opens a stream of server-sent events of one simulation, beginning with its first event. It tells each change of status, edit, log entry and result, and the progress several times a second. After a lost connection, send the number of your last event as `Last-Event-ID` or `after`. The stream ends when the simulation is deleted.',
  getLogs:
    'Lists what a simulation wrote, oldest first: links that are saturated, queues that overflow, flows without a route. `config.log_level` of the request decides what is written; `level` here only narrows it. To get the next page, repeat the request with `cursor` set to `next_cursor`.',
  validateTopology:
    'Checks a topology, or a whole request, without storing or running anything. The answer is 200 also where something is wrong: `valid` is then false, and `errors` lists every wrong field. Use it while you write a request. `warnings` names what is legal but perhaps not meant.',
  registerAgent:
    'Makes an agent known to the server before it connects. Agents do this themselves; use it to queue commands for a machine that has not come yet. Registering an id again changes its labels and keeps its queue. If the server has an enrolment token, the answer holds the secret of the agent, once.',
  listAgents:
    'Lists every registered agent with its labels, its slots and whether it is connected. The order is that of their registration. Use it to find the ids for a command.',
  getAgent:
    'Tells the labels of one agent, whether it is connected, and which simulations and commands it holds. An unknown id answers 404.',
  listAgentCommands:
    'Lists the commands that an agent announced when it connected, with the arguments that each takes. Use it to see what can be sent to the agent.',
  revokeAgent:
    'Takes the credentials of an agent away and closes its connection. Its id cannot register or connect again until `POST /agents/{agent_id}/allow`. Simulations that it runs are brought back on another runner.',
  allowAgent:
    'Lifts the ban of a revoked agent. Its id can register and connect again; if the server has an enrolment token, the agent enrols anew and gets a new secret. Allowing an id that is not banned changes nothing.',
  listBans:
    'Lists the ids of agents that were revoked and not allowed again, also of those that were deleted since. Use it to find the id for `POST /agents/{agent_id}/allow`.',
  deleteAgent:
    'Deletes an agent with its queue of commands and their responses, and closes its connection. An agent that is not revoked may register again. A revoked one stays banned.',
  getFleetStatus:
    'Counts the registered agents, those that are connected, and the commands that wait for them. Use it for a quick look at the fleet; `GET /metrics` has the same figures over time.',
  orderCommand:
    'Gives a command to agents by id, by label, or to all. A connected agent gets it at once, any other when it connects. The answer names one command for each agent and the batch that they form. Follow them with `GET /batches/{batch_id}` or `GET /commands/{command_id}`.',
  getCommand:
    'Tells the state of one command, its progress, and its result or error once it has ended. Ask again until the state is final, or follow the whole batch with `GET /batches/{batch_id}`.',
  cancelCommand:
    'Cancels a command. One that was not sent yet never reaches its agent. If the agent has it already, the agent is asked to stop, and `GET /commands/{command_id}` tells what became of it.',
  getBatch:
    'Counts the commands of one order by their state. Use it to wait until all agents have answered. The commands themselves are at `GET /batches/{batch_id}/commands`.',
  listBatchCommands:
    'Lists the commands of one order, one for each agent, a page at a time. To get the next page, repeat the request with `cursor` set to `next_cursor`.',
  respond:
    'Reports the result of a command over HTTP, for agents that do not use the WebSocket for it. The first answer counts; repeating it changes nothing. The credential is the secret of the agent or the API token.',
  listResponses:
    'Lists the newest commands that an agent has answered, oldest first, in the form that older tools expect. New clients should use `GET /commands/{command_id}` or `GET /batches/{batch_id}/commands`.',
  sendCommand:
    'Gives one agent a command, in the form that older tools use. Without a body and without a query the command is `status`. A connected agent gets it at once, any other when it connects. New clients should use `POST /commands`.',
  sendCommandToAll:
    'Gives every registered agent a command, in the form that older tools use. The answer names the command of each agent. New clients should use `POST /commands` with `all`.',
  sendCommandToSome:
    'Gives several agents a command, in the form that older tools use. The answer says for each id whether there is such an agent. New clients should use `POST /commands` with ids or labels.',
  getSystem:
    'Tells what this server can run and what it is running: slots, threads and agents, the backlog, packet-hops a second, its database and the versions of its parts. Use it to see whether there is room, and which version answers. Figures of the database are a few seconds old at most.',
  getLiveness:
    'Answers 200 as long as the process serves requests. Use it as a liveness probe: it does not ask the database. It needs no token.',
  getReadiness:
    'Answers 200 if the process and its database answer, else 503. Use it as a readiness probe, and to wait for the start of a server. It needs no token.',
};

/** Adds the texts to a document; what an operation says of itself comes after its text. */
export function describeOperations(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of METHODS.map((method) => path[method])) {
      if (!operation) continue;
      const text = OPERATION_TEXTS[operation.operationId ?? ''];
      const description = [text, operation.description].filter(Boolean).join(' ');
      if (description !== '') operation.description = description;
    }
  }
  return document;
}
