// Preloaded (`node --import`) into the processes that demo, dev and tests start, so that none of them
// outlives its parent, not even one that was killed without a chance to clean up.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 3_000).unref();
});
// A program that has finished its work may end although its parent lives.
process.channel?.unref();
