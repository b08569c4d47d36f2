// npm start, npm test and the other commands begin here: installs pnpm and the dependencies, which include the pinned
// Node, then runs the program that package.json names, such as scripts/start/start.ts.
// Plain JavaScript without dependencies, so that any Node from version 18 can run it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const { packageManager, engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const pnpmVersion = packageManager.split('@')[1]
const nodeMajor = Number(engines.node.match(/\d+/)[0])
const toolchain = path.join(root, '.toolchain')
const env = cleanEnvironment()

const [program = '', ...args] = process.argv.slice(2)
const script = path.join(root, program)
if (!program.endsWith('.ts') || !existsSync(script))
  stop(`There is no program "${program}". Try npm start or npm test.`)

await oneAtATime(() => {
  installPnpm()
  installDependencies()
})
runTask(pinnedNode())

/** The environment without npm's own variables, which confuse the pnpm that it starts. */
function cleanEnvironment() {
  const own = /^npm_(config|package|lifecycle|execpath|node_execpath|command)/i
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name))
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', DO_NOT_TRACK: '1' }
  return { ...Object.fromEntries(kept), ...quiet }
}

/** The exact pnpm version of package.json: from the PATH if it matches, else a private copy under .toolchain/. */
function installPnpm() {
  // Run outside the repository: inside it, another pnpm would first try to switch to the pinned version.
  const found = spawnSync('pnpm', ['--version'], { cwd: tmpdir(), env, encoding: 'utf8' })
  if (found.status === 0 && found.stdout.trim() === pnpmVersion) return
  const home = path.join(toolchain, `pnpm-${pnpmVersion}`)
  const bin = path.join(home, 'node_modules', '.bin')
  if (!existsSync(path.join(bin, 'pnpm'))) {
    console.log(`Installing pnpm ${pnpmVersion} …`)
    const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
    const result = run('npm', ['install', '--prefix', home, ...quiet, `pnpm@${pnpmVersion}`])
    if (result.error) stop('npm is missing: install Node.js together with npm and start again.')
    if (result.status !== 0) stop(`npm could not install pnpm ${pnpmVersion}; is the npm registry reachable?`)
  }
  putOnPath(bin)
}

/** Takes 0.1 s and no network when everything is installed. */
function installDependencies() {
  if (!existsSync(path.join(root, 'node_modules'))) console.log('Installing the dependencies …')
  const result = run('pnpm', ['install', '--frozen-lockfile', '--reporter=silent'])
  if (result.status === 0) return
  // Runs again with full output: the silent reporter hides the reason.
  const retried = run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'])
  if (retried.status !== 0) stop('The dependencies could not be installed; see the output above.')
}

/** The Node that the lockfile pins if it exists for this platform, else the current one if it is new enough. */
function pinnedNode() {
  putOnPath(path.join(root, 'node_modules', '.bin'))
  const pinned = path.join(root, 'node_modules', '.bin', 'node')
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= nodeMajor) return process.execPath
  stop(`Entente needs Node ${nodeMajor} or newer on this platform; this is ${process.version}.`)
}

function runTask(node) {
  const guard = path.join(root, 'scripts', 'ends-with-parent.mjs')
  const child = spawn(node, ['--import', guard, script, ...args], {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => stop(error.message))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/** A lock: two clouds that start at the same time in a new clone must not install over each other. */
async function oneAtATime(work) {
  mkdirSync(toolchain, { recursive: true })
  const lock = path.join(toolchain, 'install.lock')
  while (!take(lock)) await new Promise((resolve) => setTimeout(resolve, 200))
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    process.once('exit', () => rmSync(lock, { force: true }))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST')
      stop(`${toolchain} cannot be written (${error.code}): run this as its owner.`)
    if (!isHeld(lock)) rmSync(lock, { force: true })
    return false
  }
}

function isHeld(lock) {
  try {
    // Empty for a moment while its owner writes it.
    const pid = Number(readFileSync(lock, 'utf8')) || process.pid
    process.kill(pid, 0)
    return Date.now() - statSync(lock).mtimeMs < 15 * 60_000
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function run(command, argv) {
  return spawnSync(command, argv, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
}

function putOnPath(folder) {
  env.PATH = `${folder}${path.delimiter}${env.PATH}`
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}
