// npm run bench -- <name> | all: runs bench/main.ts, which says what can be measured.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { root } from './process.ts'

const folder = path.join(root, 'bench')
const guard = path.join(import.meta.dirname, 'ends-with-parent.mjs')
const child = spawn(
  process.execPath,
  ['--import', guard, path.join(folder, 'main.ts'), ...process.argv.slice(2)],
  { cwd: folder, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
const [code] = await once(child, 'exit')
process.exit(code ?? 1)
