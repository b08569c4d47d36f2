// The settings that each process of an instance reads, taken from its own schema: for tests that compare them with
// .env.example, compose.yaml and the doctor.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sites } from '../bundle/bundle-instance.ts'
import { root } from '../process.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Each process with the file of its schema. */
export const processes: Record<string, string> = {
  api: 'apps/api/src/env.ts',
  worker: 'apps/worker/src/env.ts',
  ...Object.fromEntries(sites.map((site) => [site, 'packages/site/src/settings.ts'])),
}

/** The variables that a file's schema reads, taken from its list of examples. */
export function variablesOf(file: string): string[] {
  const [, list = ''] = /examples: Record<[^=]*= \{\n(.*?)\n\}/s.exec(read(file)) ?? []
  const names = [...list.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = '']) => name)
  if (names.length === 0) throw new Error(`${file} has no list of examples.`)
  return names
}

/** The variables in .env.example, including commented-out ones. */
export const documentedSettings = (): string[] =>
  [...read('.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name = '']) => name)

/** The variables that .env.example sets. */
export const exampleEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )
