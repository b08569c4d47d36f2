// A host in FIPS mode refuses MD5 and SHA-1, also inside PostgreSQL, and its modules have no Argon2id.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const folders = '{packages,apps}/*/{src,testing}/**/*.{ts,svelte,sql,html}'
const files = globSync([folders, '{scripts,bench}/**/*.{ts,mjs,sql}'], { cwd: root }).filter(
  (file) => !file.endsWith('.gen.ts') && file !== 'scripts/test/fips.test.ts',
)
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** RFC 6238's TOTP is HMAC-SHA-1 in every authenticator application; FIPS 140 allows SHA-1 inside HMAC. */
const allowed = ['packages/auth/src/totp.ts']

test('FIPS 140 no code and no SQL uses MD5 or SHA-1', () => {
  expect(files.length).toBeGreaterThan(800)
  expect(files.filter((file) => /\b(md5|sha-?1)\b/i.test(textOf(file))).sort()).toEqual(allowed)
})

test('FIPS 140 whatever hashes or checks a password names the cloud’s rule', () => {
  const product = files.filter(
    (file) => /^(packages|apps)\/\w+\/src\//.test(file) && !file.includes('.test.'),
  )
  const calls = product
    .filter((file) => file !== 'packages/auth/src/password.ts')
    .flatMap((file) => {
      const found = textOf(file).matchAll(
        /(?:hashPassword|checkPasswordHash)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g,
      )
      return [...found].map(([call]) => ({ file, call }))
    })
  expect(calls.length).toBeGreaterThan(9)
  expect(calls.filter(({ call }) => !/(passwordHash|rule)[\s,]*\)$/.test(call))).toEqual([])
})
