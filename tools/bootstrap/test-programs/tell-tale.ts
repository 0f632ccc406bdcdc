// Says how it was started, then does what its first argument asks for.
const [wish, ...rest] = process.argv.slice(2);
process.on('SIGTERM', () => {
  console.log('SIGTERM');
  if (wish === 'stay') process.exit(7);
});
process.on('SIGINT', () => console.log('SIGINT'));
console.log(JSON.stringify({ wish, rest }));
if (wish === 'stay') setInterval(() => undefined, 1000);
if (wish === 'exit') process.exitCode = Number(rest[0]);
if (wish === 'die') process.kill(process.pid, 'SIGKILL');
