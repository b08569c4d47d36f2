/** One line of the doctor's report: what was checked, its state, and what to do about it. Never holds a secret. */
export type Finding = {
  about: string
  state: 'ok' | 'wrong' | 'skipped'
  says: string
  advice?: string
}

export const ok = (about: string, says: string): Finding => ({ about, state: 'ok', says })

export const wrong = (about: string, says: string, advice: string): Finding => ({
  about,
  state: 'wrong',
  says,
  advice,
})

/** Not checked, because something that it needs is wrong or not set. */
export const skipped = (about: string, says: string): Finding => ({ about, state: 'skipped', says })

const timeoutMs = 10_000

/** Rejects with ETIMEDOUT when `work` takes longer than `limitMs`: some servers neither answer nor refuse. */
export async function within<T>(work: Promise<T>, limitMs = timeoutMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The code of an error, never its message: a server's message can quote what must not be printed. */
export function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] }
  if (typeof code === 'string' && code) return code
  // A host name with several addresses fails with one error for each of them.
  return errors?.[0] ? codeOf(errors[0]) : (error as Error).name
}

/** Host and port of a URL, for messages: never the credentials before the @. */
export function placeOf(url: string): string {
  const { hostname, port } = new URL(url)
  return port ? `${hostname}:${port}` : hostname
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ECONNRESET',
])
export const isUnreachable = (code: string): boolean => unreachable.has(code)
