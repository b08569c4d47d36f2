import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The names of the log files that contain one of the secrets. */
export function logsHolding(folder: string, secrets: readonly string[]): string[] {
  const names = readdirSync(folder)
  if (!names.includes('api.log')) throw new Error(`There are no logs in ${folder}.`)
  return names.filter((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8')
    return secrets.some((secret) => text.includes(secret))
  })
}
