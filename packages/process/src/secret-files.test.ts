import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { secretSettings, withSecretFiles } from './secret-files.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string) => {
  const place = path.join(folder, name)
  writeFileSync(place, content)
  return place
}

test.each(secretSettings)('%s comes from its file, without the last line break', (name) => {
  const read = withSecretFiles({ CLOUD: 'global', [`${name}_FILE`]: file(name, `a secret of ${name}\n`) })
  expect(read).toMatchObject({ CLOUD: 'global', [name]: `a secret of ${name}` })
})

test('a file that is not there and a setting with a file beside it are refused by name, without the secret', () => {
  const both = { SITE_SECRET: 'hush', SITE_SECRET_FILE: file('site', 'hush') }
  const read = () => withSecretFiles({ ...both, SMTP_URL_FILE: '/nowhere/smtp' })
  expect(read).toThrow('SITE_SECRET and SITE_SECRET_FILE are both set: remove one of them')
  expect(read).toThrow('SMTP_URL_FILE names /nowhere/smtp, which cannot be read (ENOENT)')
  expect(read).not.toThrow('hush')
})

test('without files the environment stays as it is', () => {
  const environment = { CLOUD: 'global', SMTP_URL: 'smtp://127.0.0.1' }
  expect(withSecretFiles(environment)).toEqual(environment)
})
