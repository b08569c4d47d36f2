// npm run bench -- <name> [<arguments>]: runs bench/<name>.ts; without a name, says which there are.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './process.ts'

const folder = path.join(root, 'bench')
const [wanted, ...args] = process.argv.slice(2)
// What can be run says so in its first lines; the rest of the folder are its parts.
const names = readdirSync(folder)
  .filter(
    (file) =>
      file.endsWith('.ts') && readFileSync(path.join(folder, file), 'utf8').includes('npm run bench --'),
  )
  .map((file) => file.slice(0, -'.ts'.length))
if (!wanted || !names.includes(wanted)) {
  console.error(`Name a benchmark: npm run bench -- ${names.join(' | ')}`)
  process.exit(1)
}

const child = spawn(process.execPath, [path.join(folder, `${wanted}.ts`), ...args], {
  cwd: folder,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
const [code] = await once(child, 'exit')
process.exit(code ?? 1)
