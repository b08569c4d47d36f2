// Preloaded into every process that we start: ends it when its parent is gone, even if that was killed with -9, so that
// no process is left behind. The process may shut down for 15 s before it is forced to exit.
process.once('disconnect', () => {
  setTimeout(() => process.exit(1), 15_000).unref()
  process.kill(process.pid, 'SIGTERM')
})
// The channel must not keep a process alive that has finished.
process.channel?.unref()
