// System packages that the tests need: installed from Debian if missing and permitted, else named in an error.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findBrowser } from '@entente/testkit/browser'
import { findPgBouncer } from '@entente/testkit/pgbouncer'
import { findRedis } from '@entente/testkit/redis'

type SystemPackage = { name: string; isThere: () => boolean }

/** Chromium, and a font without which Chinese pages show only boxes. */
export const browserPackages: SystemPackage[] = [
  { name: 'chromium-headless-shell', isThere: () => findBrowser() !== undefined },
  { name: 'fonts-noto-cjk', isThere: hasChineseFont },
]

/** Queues and rate limits on Redis, and an API behind a pooler, are tested only where these are available. */
export const serverPackages: SystemPackage[] = [
  { name: 'redis-server', isThere: () => findRedis() !== undefined },
  { name: 'pgbouncer', isThere: () => findPgBouncer() !== undefined },
]

function hasChineseFont(): boolean {
  if (process.platform !== 'linux') return true
  const list = spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' })
  if (!list.error) return list.stdout.trim() !== ''
  return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')
}

const aptTimeoutMs = 4 * 60_000

/** Installs missing packages as root on Debian; otherwise throws an error that says what to install. */
export function needPackages(packages: SystemPackage[]): void {
  const missing = packages.filter(({ isThere }) => !isThere()).map(({ name }) => name)
  if (missing.length === 0) return
  const command = `apt-get install -y ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).error) {
    throw new Error(`These tests need ${missing.join(' and ')}; on Debian: ${command}`)
  }
  console.log(`Installing ${missing.join(', ')} …`)
  // An outdated package list names versions that the mirror no longer has.
  const output = apt('update') + apt('install', '-y', '--no-install-recommends', ...missing)
  if (packages.some(({ isThere }) => !isThere()))
    throw new Error(`This command failed: ${command}\n${output.slice(-2000)}`)
}

function apt(...args: string[]): string {
  const limits = [
    '-o',
    'Acquire::http::Timeout=20',
    '-o',
    'Acquire::Retries=2',
    '-o',
    'DPkg::Lock::Timeout=120',
  ]
  const { stdout, stderr } = spawnSync('apt-get', ['-qq', ...limits, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    timeout: aptTimeoutMs,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return `${stdout}${stderr}`
}
