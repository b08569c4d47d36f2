import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The logs of the running stack's processes in which one of the secrets stands. */
export function logsHolding(folder: string, secrets: readonly string[]): string[] {
  const names = readdirSync(folder)
  if (!names.includes('api.log')) throw new Error(`There are no logs in ${folder}.`)
  return names.filter((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8')
    return secrets.some((secret) => text.includes(secret))
  })
}
