// What each process of an instance reads from its environment, found in its own schema: for tests that hold what is
// written elsewhere (.env.example, compose.yaml, the doctor) against it.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sites } from '../bundle/bundle-instance.ts'
import { root } from '../process.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Each process with the file that holds its schema. */
export const processes: Record<string, string> = {
  api: 'apps/api/src/env.ts',
  worker: 'apps/worker/src/env.ts',
  ...Object.fromEntries(sites.map((site) => [site, 'packages/site/src/settings.ts'])),
}

/** The variables that a file's schema reads, from the list of examples that it must have. */
export function variablesOf(file: string): string[] {
  const [, list = ''] = /examples: Record<[^=]*= \{\n(.*?)\n\}/s.exec(read(file)) ?? []
  const names = [...list.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = '']) => name)
  if (names.length === 0) throw new Error(`${file} has no list of examples.`)
  return names
}

/** What .env.example names, also where it is commented out. */
export const documentedSettings = (): string[] =>
  [...read('.env.example').matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name = '']) => name)

/** What .env.example sets. */
export const exampleEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )
