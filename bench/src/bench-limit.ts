/** The engine against the same loop by hand in C. */
import { COLUMNS, compare } from './compare.js';
import { buildLimit, HOW_TO_INSTALL } from './programs/limit.js';
import { progress, publish } from './report/publish.js';
import { table } from './report/table.js';

const LEAST = 0.65;

const program = buildLimit();
if (program === null) {
  progress(HOW_TO_INSTALL);
  process.exit(1);
}
const peer = { name: 'C', program, digits: 2 };
const rows = [
  compare(peer, { scenario: 'nsfnet' }, 7),
  compare(peer, { scenario: 'overload' }, 7),
  compare(peer, { scenario: 'nodes-1000' }, 5),
];
publish('bench:limit', [
  'Median (min..max) over alternating runs; peer: `bench/limit/loop.c`.',
  table(COLUMNS, rows),
  `To reach on NSFNET: a ratio of at least ${LEAST}.`,
]);
