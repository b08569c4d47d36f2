import { createHash } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import { locales } from '@entente/domain/core/locale'
import { expect, test } from 'vitest'
import { ownCatalogue } from './server.ts'

const keys = ['faith', 'harmless', 'notice'].map((key) => `portal.attestation.${key}`)
const digests = locales.map((locale) => {
  const text = keys.map((key) => Reflect.get(ownCatalogue(locale), key))
  return [locale, createHash('sha256').update(JSON.stringify(text)).digest('hex').slice(0, 16)]
})

test('R-157 R-158 R-159 the words of the statement change only together with its version', () => {
  expect({ version: attestationVersion, ...Object.fromEntries(digests) }).toEqual({
    ...{ version: '2026-11', en: 'f773c36fbdc19729', de: 'c6a294b89afa1d86', 'zh-CN': '3cd6dde8c876ec5b' },
  })
})
