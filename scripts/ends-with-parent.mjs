// Preloaded into every process that we start: it ends when its parent is gone, even after a kill -9, so that no
// process is left behind. First as on Ctrl-C, then for good.
process.once('disconnect', () => {
  setTimeout(() => process.exit(1), 15_000).unref()
  process.kill(process.pid, 'SIGTERM')
})
// The channel alone must not keep a process alive that has done its work.
process.channel?.unref()
