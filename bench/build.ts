import { execFileSync } from 'node:child_process'
import path from 'node:path'

const run = (command: string, args: string[], cwd: string) =>
  execFileSync(command, args, {
    cwd,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** Builds a site of ours. */
export const build = (site: string): void =>
  void run(
    'turbo',
    ['run', 'build', `--filter=${site}`, '--output-logs=errors-only'],
    path.dirname(import.meta.dirname),
  )

/** Builds a bare SvelteKit page of the benchmarks, with the same SvelteKit and adapter. */
export const buildPage = (folder: string): void =>
  void run(
    path.join(import.meta.dirname, 'node_modules/.bin/vite'),
    ['build', '--logLevel=error'],
    path.join(import.meta.dirname, folder),
  )
