// One line that shows progress.

/** Shows the text with the elapsed seconds; prints it once when the output is not a terminal. */
export function startProgress(words: string, out: NodeJS.WriteStream = process.stdout): { end: () => void } {
  const since = performance.now()
  const seconds = () => ((performance.now() - since) / 1000).toFixed(0)
  if (!out.isTTY) {
    out.write(`${words} …\n`)
    return { end: () => undefined }
  }
  const draw = () => out.write(`\r\x1b[K${words} … ${seconds()} s`)
  draw()
  const timer = setInterval(draw, 500)
  return {
    end() {
      clearInterval(timer)
      out.write('\r\x1b[K')
    },
  }
}
