/**
 * How a whole data directory is brought to disk, after it was made and before a recovery: by one
 * call for the file system where there is one, instead of one for each of a thousand files.
 */
export const SYNC_METHOD = process.platform === 'linux' ? 'syncfs' : 'fsync';

/**
 * What differs from PostgreSQL's own defaults: sized for a developer's machine, where the server is
 * one of ten processes that share 1 GiB. Given on the command line, so that a directory made by an
 * older version gets today's values.
 */
export function serverSettings(options: { port: number; durable: boolean }): string[] {
  const settings: Record<string, string | number> = {
    port: options.port,
    // Loopback and nothing else; no Unix socket, whose path may not be longer than 107 bytes
    // anyway.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Ten processes with ten connections each, twice while they are being replaced.
    max_connections: 200,
    shared_buffers: '32MB',
    maintenance_work_mem: '16MB',
    max_wal_size: '256MB',
    huge_pages: 'off',
    recovery_init_sync_method: SYNC_METHOD,
    // No replicas, no parallel plans, no I/O workers: each would be a process that idles here.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    max_parallel_workers_per_gather: 0,
    io_method: 'sync',
    jit: 'off',
    autovacuum_max_workers: 1,
    autovacuum_naptime: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Errors of statements go to who sent them; the file would grow with every refused duplicate.
    log_min_messages: 'log',
    // A statement whose client was killed ends soon, and gives its locks back.
    client_connection_check_interval: '1s',
    fsync: options.durable ? 'on' : 'off',
    synchronous_commit: options.durable ? 'on' : 'off',
    full_page_writes: options.durable ? 'on' : 'off',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
