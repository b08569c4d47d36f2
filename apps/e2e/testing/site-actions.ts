// Every path of a site that accepts a POST, read from its routes, so that a new form is tested automatically.
import { globSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'

const apps = path.join(import.meta.dirname, '../..')
const site = path.join(apps, '../packages/site/src')

/** The source of packages/site, which has the sites' shared actions. */
const shared = globSync('*.ts', { cwd: site })
  .map((file) => readFileSync(path.join(site, file), 'utf8'))
  .join('\n')

/** Paths such as `/reset/[token]` or `/requests/new?/send`. */
export async function actionsOf(
  app: 'partner-portal' | 'acceptance-site' | 'operator-console',
): Promise<string[]> {
  const routes = path.join(apps, app, 'src/routes')
  const found: string[] = []
  for await (const file of glob('**/{+page.server,+server}.ts', { cwd: routes })) {
    const source = readFileSync(path.join(routes, file), 'utf8')
    const page = `/${path.dirname(file)}`.replace(/\/\([^)]+\)|\/\.$/g, '') || '/'
    if (/\bPOST\b/.test(source)) found.push(page)
    for (const name of actionNames(source)) found.push(name === 'default' ? page : `${page}?/${name}`)
  }
  return found.sort()
}

/** The names of a page's actions, declared in its file or in packages/site; throws when it finds none. */
function actionNames(source: string): string[] {
  const given = /export const actions[^=]*= (\w+|\{)/.exec(source)?.[1]
  if (!given) return []
  const names = given === '{' ? namesIn(source, 'actions') : namesIn(shared, given)
  if (names.length === 0) throw new Error(`No action is found in ${given}`)
  return names
}

/** The keys of an object declared in a source, including those of the objects that it spreads. */
function namesIn(source: string, name: string): string[] {
  const oneLine = new RegExp(`export const ${name}\\b[^=]*= \\{ (\\w+): \\w+ \\}\\n`).exec(source)?.[1]
  if (oneLine) return [oneLine]
  const body = new RegExp(`export const ${name}\\b[^=]*= \\{([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? ''
  const own = [...body.matchAll(/^ {2}(?:async )?(\w+)[:(]/gm)].map(([, key]) => key ?? '')
  const spread = [...body.matchAll(/^ {2}\.\.\.(\w+)/gm)].flatMap(([, other]) => namesIn(source, other ?? ''))
  return [...own, ...spread]
}
