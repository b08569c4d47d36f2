// One line that shows that work goes on.

/** Shows the words with the passing seconds; on anything but a terminal they are printed once. */
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
