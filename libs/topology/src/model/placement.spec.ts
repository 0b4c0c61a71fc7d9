import { expect, it } from '@jest/globals';
import { fits, type Placement, type RunnerPlace } from './placement.js';

const THREAD: RunnerPlace = null;
const HERE: RunnerPlace = { agent: 'here', labels: { site: 'lab', rack: '1' } };
const THERE: RunnerPlace = { agent: 'there', labels: { site: 'lab' } };

it.each<[Placement, RunnerPlace[]]>([
  ['any', [THREAD, HERE, THERE]],
  ['local', [THREAD]],
  [{ agent: 'there' }, [THERE]],
  [{ labels: { site: 'lab' } }, [HERE, THERE]],
  [{ labels: { rack: '1', site: 'lab' } }, [HERE]],
  [{ labels: { rack: '2' } }, []],
  [{ labels: { constructor: 'Object' } }, []],
])('%j runs there, and nowhere else', (placement, places) => {
  expect([THREAD, HERE, THERE].filter((place) => fits(placement, place))).toEqual(places);
});
