import type { ResultsDocument } from '@skein/client';
import Table from 'cli-table3';

/** The results that a person looks at first: what each flow got, and how busy each direction of each link was. */
export function resultTables({ packets, flows, links, result_hash }: ResultsDocument): string {
  const flowTable = new Table({
    head: ['flow', 'sent', 'delivered', 'lost', 'mean delay ms', 'p99 ms', 'jitter ms', 'Mbit/s'],
    style: { head: [], border: [] },
  });
  for (const { id, sent, delivered, dropped, delay_ms, jitter_ms, throughput_mbps } of flows) {
    const lost = dropped.loss + dropped.queue + dropped.no_route + dropped.link_down;
    flowTable.push([id, sent, delivered, lost, shown(delay_ms.mean), shown(delay_ms.p99), shown(jitter_ms), shown(throughput_mbps)]);
  }
  const linkTable = new Table({
    head: ['link', 'from', 'to', 'packets', 'utilization', 'mean queue', 'largest queue'],
    style: { head: [], border: [] },
  });
  for (const { id, from, to, packets: sent, utilization, mean_queue, max_queue } of links) {
    linkTable.push([id, from, to, sent, utilization === null ? '–' : `${(100 * utilization).toFixed(3)} %`, shown(mean_queue), max_queue]);
  }
  const total = `${packets.sent} packets sent, ${packets.delivered} delivered, ${packets.in_flight} in flight at the end`;
  return [flowTable.toString(), linkTable.toString(), total, `result_hash ${result_hash}`].join('\n');
}

function shown(value: number | null): string {
  return value === null ? '–' : value.toPrecision(5);
}
