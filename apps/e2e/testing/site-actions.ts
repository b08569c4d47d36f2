// Every address of a site that takes posts, read from its routes: a new form is tested as soon as it exists.
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'

const apps = path.join(import.meta.dirname, '../..')

/** Paths such as `/reset/[token]` or `/requests/new?/send`. */
export async function actionsOf(app: 'partner-portal' | 'acceptance-site'): Promise<string[]> {
  const routes = path.join(apps, app, 'src/routes')
  const found: string[] = []
  for await (const file of glob('**/{+page.server,+server}.ts', { cwd: routes })) {
    const source = readFileSync(path.join(routes, file), 'utf8')
    const page = `/${path.dirname(file)}`.replace(/\/\([^)]+\)|\/\.$/g, '') || '/'
    if (/\bPOST\b/.test(source)) found.push(page)
    const actions = /export const actions[^=]*= \{([\s\S]*?)\n\}/.exec(source)?.[1] ?? ''
    for (const [, name] of actions.matchAll(/^ {2}(?:async )?(\w+)[:(]/gm))
      found.push(name === 'default' ? page : `${page}?/${name}`)
  }
  return found.sort()
}
