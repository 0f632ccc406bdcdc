// Preloaded into what the bootstrap runs. The bootstrap passes signals on, but cannot when it is
// killed outright; the kernel then closes its end of the channel.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Listening must not keep a finished program alive.
process.channel?.unref();
// And it is for this process alone: `fork()` passes on the arguments it finds here.
process.execArgv.splice(
  0,
  Infinity,
  ...process.execArgv.filter((one) => !one.includes(import.meta.url)),
);
