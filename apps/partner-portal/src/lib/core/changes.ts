/** Something changed, or may have while nobody listened. */
type Listener = () => Promise<unknown>

const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

// Two beats of the API and a little more.
const silentMs = 45_000
const waitMsMax = 60_000
const lastingMs = 20_000
const beat = ':\n\n'

let stopListening: (() => void) | undefined

/**
 * Calls back, one call after another, whenever a list of the partner may have changed, while the page is visible: from one stream for all of the page,
 * at its beginning, and where there is no stream each time that one is tried for, at last once a minute.
 */
export function onChange(listener: Listener): () => void {
  const call = oneAtATime(listener)
  listeners.add(call)
  if (stopListening) call()
  else stopListening = listen()
  return () => {
    listeners.delete(call)
    if (listeners.size > 0) return
    stopListening?.()
    stopListening = undefined
  }
}

/** Once more afterwards if it is wanted meanwhile: the answer may be older than the change. */
function oneAtATime(work: Listener): () => void {
  let isRunning = false
  let isWanted = false
  return async () => {
    isWanted = true
    if (isRunning) return
    isRunning = true
    while (isWanted) {
      isWanted = false
      await work()
    }
    isRunning = false
  }
}

/** Holds the stream while the page is visible: a browser has few connections, and hidden tabs would hold them all. */
function listen(): () => void {
  let visible: AbortController | undefined
  const follow = () => {
    visible?.abort()
    visible = undefined
    if (document.visibilityState !== 'visible') return
    visible = new AbortController()
    void keepOpen(visible.signal)
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  return () => {
    document.removeEventListener('visibilitychange', follow)
    visible?.abort()
  }
}

/** Opens the stream again and again: soon after one that lasted, later and later after others. */
async function keepOpen(signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const openedAt = performance.now()
    await readStream(signal)
    failures = performance.now() - openedAt > lastingMs ? 0 : failures + 1
    // Not all pages of a process that stopped at once.
    await sleep(Math.min(500 * 2 ** failures, waitMsMax) * (0.5 + Math.random() / 2), signal)
    // The session may have ended, and with it the stream.
    if (!signal.aborted) tell()
  }
}

/** Reads the stream to its end; at once where there is none. */
async function readStream(signal: AbortSignal): Promise<void> {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), silentMs)
  try {
    const response = await fetch('/changes', {
      headers: { accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silent.signal]),
    })
    if (!response.ok || !response.body) return
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer)
      timer = setTimeout(() => silent.abort(), silentMs)
      if (part.value.replaceAll(beat, '') !== '') tell()
    }
  } catch {
    // Closed, silent or away: it is opened again.
  } finally {
    clearTimeout(timer)
  }
}

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
