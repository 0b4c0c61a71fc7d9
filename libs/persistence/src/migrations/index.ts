import { CreateSimulations1760000000000 } from './1760000000000-create-simulations.js';
import { CompleteScenarios1761000000000 } from './1761000000000-complete-scenarios.js';
import { ControlSimulations1762000000000 } from './1762000000000-control-simulations.js';
import { NumberEvents1763000000000 } from './1763000000000-number-events.js';
import { ReportedEpoch1763100000000 } from './1763100000000-reported-epoch.js';
import { KeepSnapshots1764000000000 } from './1764000000000-keep-snapshots.js';
import { ShareSlots1764100000000 } from './1764100000000-share-slots.js';
import { CreateFleet1765000000000 } from './1765000000000-create-fleet.js';
import { PlaceSimulations1766000000000 } from './1766000000000-place-simulations.js';
import { ForgetHeldSimulations1791000000000 } from './1791000000000-forget-held-simulations.js';
import { DeleteWithSimulations1792000000000 } from './1792000000000-delete-with-simulations.js';
import { KeepRequests1793100000000 } from './1793100000000-keep-requests.js';
import { FindByLabelAndName1793100000010 } from './1793100000010-find-by-label-and-name.js';
import { TellRouting1793100000020 } from './1793100000020-tell-routing.js';
import { VouchForSnapshots1793200000000 } from './1793200000000-vouch-for-snapshots.js';
import { PackResults1793300000000 } from './1793300000000-pack-results.js';
import { KeepBans1793400000000 } from './1793400000000-keep-bans.js';
import { WeighCommands1793410000000 } from './1793410000000-weigh-commands.js';
import { FindAgentsBySecret1793500000000 } from './1793500000000-find-agents-by-secret.js';

/** Every migration, oldest first. One that has been released is never edited. */
export const MIGRATIONS = [
  CreateSimulations1760000000000,
  CompleteScenarios1761000000000,
  ControlSimulations1762000000000,
  NumberEvents1763000000000,
  ReportedEpoch1763100000000,
  KeepSnapshots1764000000000,
  ShareSlots1764100000000,
  CreateFleet1765000000000,
  PlaceSimulations1766000000000,
  ForgetHeldSimulations1791000000000,
  DeleteWithSimulations1792000000000,
  KeepRequests1793100000000,
  FindByLabelAndName1793100000010,
  TellRouting1793100000020,
  VouchForSnapshots1793200000000,
  PackResults1793300000000,
  KeepBans1793400000000,
  WeighCommands1793410000000,
  FindAgentsBySecret1793500000000,
];
