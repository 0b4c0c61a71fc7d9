import os from 'node:os';
import { AGENT_VERSION } from '../version.js';
import { command, NO_ARGS } from './command.js';

export const diagnostics = command({
  name: 'diagnostics',
  description: 'The machine: host, load, memory, versions, network interfaces.',
  args: NO_ARGS,
  control: true,
  run: () => ({
    host: {
      name: os.hostname(),
      platform: os.platform(),
      release: os.release(),
      architecture: os.arch(),
      cpus: os.cpus().length,
      cpu_model: os.cpus()[0]?.model ?? null,
      uptime_sec: os.uptime(),
    },
    /** Over 1, 5 and 15 minutes; zeros where the system counts none. */
    load_average: os.loadavg(),
    memory: { total_bytes: os.totalmem(), free_bytes: os.freemem(), resident_bytes: process.memoryUsage.rss() },
    versions: { agent: AGENT_VERSION, node: process.versions.node, v8: process.versions.v8, openssl: process.versions.openssl },
    process: { pid: process.pid, uptime_sec: process.uptime() },
    network_interfaces: Object.entries(os.networkInterfaces()).flatMap(([name, addresses]) =>
      (addresses ?? []).map(({ address, family, netmask, mac, internal }) => ({ name, address, family, netmask, mac, internal })),
    ),
  }),
});
