export const START_HELP = `npm start -- [options]

Runs the shop on this machine: gateway, orders, inventory and notifications as separate
processes, the PostgreSQL they share, and a console to watch and break them. Listens on
127.0.0.1 alone.

  --port N                HTTP port of the gateway; 0 takes a free one (default 8080)
  --console-port N        HTTP port of the console; 0 takes a free one (default 9000)
  --no-console            runs without it; nothing is traced then unless OTEL_* says so
  --replicas LIST         replicas of each service, 0 to 32
                          (default orders=2,inventory=3,notifications=1)
  --data DIR              what is kept between runs (default .ballast in the repository)
  --fresh                 start from an empty database
  -h, --help              this text

When all serves, one line goes to standard output:
  ready in 2.1 s  shop http://127.0.0.1:8080  console http://127.0.0.1:9000
Logs go to standard error: readable on a terminal, JSON lines anywhere else.

BALLAST_DATABASE_URL    uses that database, and starts none
SIGINT, SIGTERM         drain, then end with exit code 0; a second one ends at once
SIGUSR2                 replaces every process by a new one, without a gap
`;

export const SERVE_HELP = `npx nx serve <app> [options]

Runs one replica of an app, gateway, orders, inventory, notifications or console, beside whatever else
runs with the same data directory: it shares the database, and starts one where there is none; it is
found by the others, and finds them. Reloads after a change in the app or a library; a
version that does not start leaves the old one serving.

  --port N                HTTP port of the gateway (default 8080) or the console (default 9000);
                          0 takes a free one
  --data DIR              what is shared and kept between runs (default .ballast)
  -h, --help              this text

BALLAST_DATABASE_URL    uses that database, and starts none
SIGINT, SIGTERM         drain, then end with exit code 0; a second one ends at once
`;
