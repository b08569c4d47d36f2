import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { passwordLengthMax } from '@entente/domain/identity/account'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { isSecretField } from './form.ts'
import { fieldMessages } from './form-errors.ts'

const root = path.join(import.meta.dirname, '../../..')
const pages = globSync(['apps/*/src/**/*.svelte', 'packages/*/src/**/*.svelte'], { cwd: root })
const inputs = pages.flatMap((file) =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/<(?:TextInput|input)\b[^>]*>/g)].map(([tag]) => ({
    file,
    tag,
    name: /\bname="([^"]*)"/.exec(tag)?.[1] ?? '',
  })),
)

test('no field for a password or a code cuts what is pasted', () => {
  const secret = inputs.filter(({ tag, name }) => tag.includes('type="password"') || isSecretField(name))
  expect(secret.length).toBeGreaterThan(6)
  const cutting = secret.filter(({ tag }) => tag.includes('maxlength'))
  expect(cutting.map(({ file, name }) => `${file} ${name}`)).toEqual([])
})

test('U16 a password that is too long is refused with words that name the limit', () => {
  const t = translatorFor('en')
  const values = { password: 'x'.repeat(passwordLengthMax + 1) }
  const { error } = z.object({ password: z.string().max(passwordLengthMax) }).safeParse(values)
  if (!error) throw new Error('It is too long.')
  expect(fieldMessages(t, error, values)).toEqual({ password: ['Use at most 200 characters.'] })
})
