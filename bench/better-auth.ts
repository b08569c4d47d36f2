import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { PgServer } from '@entente/testkit/pg'
import { query } from './lab.ts'
import { startServer } from './servers.ts'
import { type Fill, openLoad, type Side } from './wrk.ts'

const packages = ['better-auth@1.7.7', 'hono@4.13.19', '@hono/node-server@2.1.8', 'pg@8.23.1']
const secret = 'a-secret-that-only-the-benchmark-uses'

/**
 * Starts better-auth on a database of its own in our server, which holds a member for each relationship, and a session
 * and an invitation for each request. Returns undefined when it does not install: it is not one of our dependencies.
 */
export async function openBetterAuth(
  server: PgServer,
  folder: string,
  { relationships, requests }: Fill,
): Promise<Side | undefined> {
  const home = path.join(folder, 'better-auth')
  if (!(await install(home))) return undefined
  await query(server.url(), 'create database better_auth')
  const url = server.url('better_auth')
  const route = await startServer(path.join(home, 'route.mjs'), { DATABASE_URL: url, SECRET: secret })
  await query(url, ...fill(relationships, requests), 'vacuum analyze')
  const load = openLoad({
    url: `${route.url}/api/auth/organization/accept-invitation`,
    headers: { origin: route.url },
    header: 'cookie: better-auth.session_token=',
    body: '{"invitationId":"{key}"}',
    lines: Array.from({ length: requests }, (_, at) => `${cookie(`token${at + 1}`)} i${at + 1}`),
    file: path.join(folder, 'better-auth.txt'),
  })
  return { load, pid: route.pid, stop: route.stop }
}

async function install(home: string): Promise<boolean> {
  mkdirSync(home)
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=0']
  try {
    await promisify(execFile)('npm', ['install', '--prefix', home, ...quiet, ...packages], {
      timeout: 60_000,
    })
  } catch (error) {
    const lines = String(error).split('\n')
    console.log(`better-auth does not install: ${lines[1] ?? lines[0]}`)
    return false
  }
  copyFileSync(path.join(import.meta.dirname, 'better-auth-route.mjs'), path.join(home, 'route.mjs'))
  return true
}

const fill = (relationships: number, requests: number) => [
  `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    select 'u' || n, 'User ' || n, 'u' || n || '@example.test', true, now(), now()
    from generate_series(1, ${relationships + requests}) n`,
  `insert into session (id, "expiresAt", token, "createdAt", "updatedAt", "userId")
    select 's' || n, now() + interval '7 days', 'token' || n, now(), now(), 'u' || n
    from generate_series(1, ${requests}) n`,
  `insert into organization (id, name, slug, "createdAt")
    select 'o' || n, 'Organisation ' || n, 'o' || n, now() from generate_series(1, 1000) n`,
  `insert into member (id, "organizationId", "userId", role, "createdAt")
    select 'm' || n, 'o' || 1 + n % 1000, 'u' || n, 'owner', now()
    from generate_series(${requests + 1}, ${relationships + requests}) n`,
  `insert into invitation (id, "organizationId", email, role, status, "expiresAt", "createdAt", "inviterId")
    select 'i' || n, 'o' || 1 + n % 1000, 'u' || n || '@example.test', 'member', 'pending', now() + interval '2 days',
      now(), 'u' || ${requests + 1} + n % 1000 from generate_series(1, ${requests}) n`,
]

/** A session's cookie, signed as better-auth signs it. */
const cookie = (token: string): string =>
  encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`)
