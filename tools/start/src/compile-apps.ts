// Loads programs without running them, so that Node keeps their compiled code: the paths are arguments.
// Whoever wanted it has gone.
process.once('disconnect', () => process.exit(1));
await Promise.all(process.argv.slice(2).map((path) => import(path)));
process.exit();
