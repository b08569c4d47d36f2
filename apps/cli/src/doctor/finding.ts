/** One line of the doctor: what was looked at, how it is, and what to do about it. Never a secret. */
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

/** Could not be looked at, because something before it is wrong or not set. */
export const skipped = (about: string, says: string): Finding => ({ about, state: 'skipped', says })

const patienceMs = 10_000

/** Gives up on a server that neither answers nor refuses. */
export async function within<T>(work: Promise<T>, limitMs = patienceMs): Promise<T> {
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

/** The code of an error: messages of servers can quote what must not be printed. */
export function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] }
  if (typeof code === 'string' && code) return code
  // A name with several addresses fails once for each of them.
  return errors?.[0] ? codeOf(errors[0]) : (error as Error).name
}

/** Host and port of a URL, for sentences: never what stands before the @. */
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
