// Every page of a site, read from its routes, so that a new page is tested automatically.
import { globSync } from 'node:fs'
import path from 'node:path'
import type { Side } from './world.ts'

const apps = path.join(import.meta.dirname, '../..')
const appOf = {
  partner: 'partner-portal',
  customer: 'acceptance-site',
  operator: 'operator-console',
} as const

/** Routes such as `/reset/[token]`, each with a pattern that matches its paths. */
export function routesOf(side: Side): { route: string; pattern: RegExp }[] {
  const files = globSync('**/+page.svelte', { cwd: path.join(apps, appOf[side], 'src/routes') })
  return files.sort().map((file) => {
    const route = `/${path.dirname(file)}`.replace(/\/\([^)]+\)|\/\.$/g, '') || '/'
    return { route, pattern: new RegExp(`^${route.replace(/\[[^\]]+\]/g, '[^/]+')}$`) }
  })
}
