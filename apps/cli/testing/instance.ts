// A whole instance as an operator sets it up: database roles with passwords, a keys file, a mail server with a
// password.
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createKeyring } from '@entente/auth/keyring'
import { newSiteSecrets, siteHashSettings } from '@entente/auth/site-secret'
import { startPg } from '@entente/testkit/pg'
import pg from 'pg'
import { generate } from 'selfsigned'
import { SMTPServer } from 'smtp-server'
import { runCli } from '../src/cli.ts'

export type Environment = Record<string, string | undefined>

const secrets = { owner: 'owner-secret', api: 'api-secret', worker: 'worker-secret', smtp: 'smtp-secret' }

/** Runs a command as a person would; returns the printed lines and the exit code. */
export async function entente(environment: Environment, ...args: string[]) {
  const lines: string[] = []
  const code = await runCli(args, { environment, print: (line) => lines.push(line) })
  return { code, lines }
}

/** The secrets in an output, which must hold none. */
export const secretsIn = (lines: string[]): string[] =>
  Object.values(secrets).filter((secret) => lines.join('\n').includes(secret))

export async function givenInstance() {
  const dir = mkdtempSync(path.join(tmpdir(), 'entente-cli-'))
  const server = await startPg({ throwaway: true, password: secrets.owner })
  const smtp = await startSmtp()
  const keys = path.join(dir, 'keys.json')
  createKeyring(keys)
  const url = (role: keyof typeof secrets, name: string) =>
    `postgres://entente_${role}:${secrets[role]}@127.0.0.1:${server.port}/${name}`
  const urls = (name: string): Environment => ({
    DATABASE_OWNER_URL: url('owner', name),
    DATABASE_URL: url('api', name),
    DATABASE_DIRECT_URL: url('worker', name),
  })
  const environment: Environment = {
    CLOUD: 'global',
    ...urls('entente'),
    DATABASE_API_PASSWORD: secrets.api,
    DATABASE_WORKER_PASSWORD: secrets.worker,
    ENTENTE_KEYS_FILE: keys,
    PARTNER_URL: 'https://partner.example.com',
    CUSTOMER_URL: 'https://customer.example.com',
    OPERATOR_URL: 'https://operator.example.com',
    AUDIT_HEADS_FOLDER: path.join(dir, 'audit-heads'),
    SMTP_URL: `smtp://user:${secrets.smtp}@127.0.0.1:${smtp.port}`,
    MAIL_FROM: 'Entente <no-reply@example.com>',
    OPERATOR_EMAIL: 'support@example.com',
    ...siteHashSettings(newSiteSecrets()),
  }
  const asOwner = async (name: string, ...statements: string[]) => {
    const client = new pg.Client(url('owner', name))
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  await asOwner('postgres', 'create database entente')
  return {
    dir,
    keys,
    environment,
    asOwner,
    /** Copies the database, runs the statements in the copy and returns the settings that lead to it. */
    async altered(name: string, ...statements: string[]): Promise<Environment> {
      await asOwner('postgres', `create database ${name} template entente strategy file_copy`)
      await asOwner(name, ...statements)
      return { ...environment, ...urls(name) }
    },
    urls,
    /** Lets the server speak TLS with a certificate of its own, and returns the file of who signed it. */
    async withTls(): Promise<string> {
      const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
        extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
      })
      const { uid, gid } = statSync(server.dir)
      for (const [name, text] of Object.entries({ 'server.crt': cert, 'server.key': key })) {
        const place = path.join(server.dir, name)
        writeFileSync(place, text, { mode: 0o600 })
        chownSync(place, uid, gid)
      }
      await asOwner('postgres', 'alter system set ssl = on', 'select pg_reload_conf()')
      const authority = path.join(dir, 'database-ca.pem')
      writeFileSync(authority, cert)
      return authority
    },
    async stop() {
      await Promise.all([server.stop(), smtp.stop()])
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function startSmtp() {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) =>
      password === secrets.smtp ? done(null, { user: 'user' }) : done(new Error('535 no')),
  })
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  return { port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
