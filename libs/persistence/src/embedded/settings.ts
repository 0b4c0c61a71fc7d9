/** Command-line arguments of the embedded server. */
export function serverArguments(cluster: string, port: number, owner: string, ownerSetting: string, durable: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    // Only the port leads in: a socket's path is short of room in deep data directories.
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    // What is looked up is in memory. At the default of 4, a plan that is made while a table is small reads it whole, and is kept when it has grown.
    random_page_cost: 1.1,
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
    [ownerSetting]: owner,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', cluster, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
