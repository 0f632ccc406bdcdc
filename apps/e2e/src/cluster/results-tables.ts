/** The tables of docs/results/cluster.md, with their columns. */
export const resultsTables = {
  rolls: {
    title: 'Rolling updates under load',
    columns: ['Deployment', 'rolls', 'requests', 'failed', 'p50', 'p99', 'worst', 'watchers, gaps'],
  },
  scaling: {
    title: 'Scaling inventory 2 → 5 → 2 under load',
    columns: ['new pod', 'Ready → first call', 'share ÷ fair, 10 to 20 s after Ready'],
  },
  targets: {
    title: 'One service behind four targets, scaled 2 → 5 and rolled',
    columns: [
      ...['target', 'calls', 'failed', 'Ready → first call, p50', 'p99'],
      'least share ÷ fair of 5 pods',
    ],
  },
  outages: {
    title: 'What is taken away, under load',
    columns: ['what', 'for', 'requests', 'failed', 'p99', 'worst'],
  },
} as const;

/** Those of docs/results/mesh.md; a column that says which mesh stands before. */
export const meshTables = {
  rollout: {
    title: 'All Deployments rolled under load',
    columns: ['rolls', 'requests', 'failed', 'p50', 'p99', 'worst'],
  },
  attempts: {
    title: 'Attempts that reach the servers while all of them fail',
    columns: ['what is counted', 'calls', 'attempts', 'attempts ÷ calls'],
  },
  refusals: {
    title: 'Who is refused',
    columns: ['caller', 'calls', 'refused', 'status'],
  },
  canary: {
    title: 'A canary by weight',
    columns: ['calls', 'wanted', 'seen'],
  },
  mirror: {
    title: 'Copies of calls for a second version',
    columns: ['calls', 'that', 'failed', 'copies'],
  },
  meshFaults: {
    title: 'Faults that the mesh injects',
    columns: ['fault', 'calls that', 'calls', 'hit'],
  },
} as const;

export type ResultsTable = keyof typeof resultsTables | keyof typeof meshTables;
