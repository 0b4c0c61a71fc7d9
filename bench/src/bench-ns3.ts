/** The engine against ns-3. */
import { COLUMNS, compare } from './compare.js';
import { buildNs3, HOW_TO_INSTALL } from './programs/ns3.js';
import { progress, publish } from './report/publish.js';
import { table } from './report/table.js';

const LEAST = 30;

const ns3 = buildNs3();
if (ns3 === null) {
  progress(HOW_TO_INSTALL);
  process.exit(1);
}
const peer = { name: 'ns-3', program: ns3.program, digits: 3 };
// ns-3 gets less simulated time, so that both take seconds; a rate does not depend on how long it is measured.
const rows = [
  compare(peer, { scenario: 'nsfnet', peerSettleSec: 2, peerDurationSec: 42 }, 9),
  compare(peer, { scenario: 'overload', peerSettleSec: 2, peerDurationSec: 14 }, 7),
  compare(peer, { scenario: 'nodes-100', peerSettleSec: 1, peerDurationSec: 6 }, 5),
];
publish('bench:ns3', [
  `Median (min..max) over alternating runs; peer: \`bench/ns3/peer.cc\` on ns-3 ${ns3.version}.`,
  table(COLUMNS, rows),
  `To reach on NSFNET: a ratio of at least ${LEAST}.`,
]);
