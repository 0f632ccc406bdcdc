import { describeConfig, durationMs, loadConfig, oneOf, port, url } from '@ballast/config';

const schema = {
  port: port({ variable: 'PORT', default: 50051, description: 'gRPC port' }),
  databaseUrl: url({
    variable: 'BALLAST_DATABASE_URL',
    protocols: ['postgres', 'postgresql'],
    description: 'PostgreSQL of this service',
  }),
  logLevel: oneOf(['debug', 'info', 'warn', 'error'], { variable: 'LOG_LEVEL', default: 'info' }),
  drainGraceMs: durationMs({ variable: 'DRAIN_GRACE', default: 10_000, maxMs: 60_000 }),
};

console.table(describeConfig(schema));

const config = loadConfig(process.env, schema);
console.log(`port ${config.port}, log level ${config.logLevel}, grace ${config.drainGraceMs} ms`);
