import { readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

const folder = '/_app/immutable/'
// Browsers follow twenty redirects. With half of the processes on each build, one file in 65,000 is missed.
const triesMax = 16

/** The scripts, styles and fonts of a build, as its pages ask for them. */
export function filesOf(build: URL): ReadonlySet<string> {
  const files = readdirSync(new URL(`client${folder}`, build), { recursive: true, encoding: 'utf8' })
  return new Set(files.map((file) => folder + file))
}

/**
 * While a new build takes the place of another, a page may come from one process and ask another for its files, which has
 * those of its own build only. Sends the browser to ask again, on a connection that reaches another process sooner or later; false
 * if there is nothing to ask for.
 */
export function askOtherProcess(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  files: ReadonlySet<string>,
): boolean {
  const [path = '', query = ''] = url.split('?')
  if (method !== 'GET' || !path.startsWith(folder) || files.has(path)) return false
  const tries = Number(/^asked=(\d{1,2})$/.exec(query)?.[1] ?? 0)
  if (tries >= triesMax) return false
  response
    .writeHead(307, {
      location: `${path}?asked=${tries + 1}`,
      'cache-control': 'no-store',
      connection: 'close',
    })
    .end()
  return true
}
