import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { planService } from './services.ts';

const surroundings = {
  ...{ root: '/', dataDirectory: '/', databaseUrl: '', port: 8080, consolePort: 9000 },
};
const environmentOf = (service: 'gateway' | 'orders') =>
  planService(service, `${service}-1`, surroundings).environment;

beforeEach(() => {
  for (const name of ['ENDPOINT', 'PROTOCOL']) vi.stubEnv(`OTEL_EXPORTER_OTLP_${name}`, undefined);
});
afterEach(() => vi.unstubAllEnvs());

test('what goes to the console is spoken as the console understands it', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc');
  expect(environmentOf('orders')).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9000',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  });
});

test('a receiver of the user’s own is spoken to as the user says', () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4317');
  vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc');
  const environment = environmentOf('orders');
  expect(environment).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317' });
  expect(environment).not.toHaveProperty('OTEL_EXPORTER_OTLP_PROTOCOL');
});

test('nothing in the user’s environment opens the platform to the network', () => {
  vi.stubEnv('HOST', '0.0.0.0');
  vi.stubEnv('GATEWAY_ADMIN_HOST', '0.0.0.0');
  expect(environmentOf('gateway')).toMatchObject({
    ...{ HOST: '127.0.0.1', GATEWAY_ADMIN_HOST: '127.0.0.1' },
  });
});
