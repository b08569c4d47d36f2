import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { generateRules } from '../generate.ts'
import { addressRules } from './address-rules.gen.ts'
import { addressForm, addressLines } from './postal-address.ts'
import { postalCodeIn } from './postal-code.ts'

/** Codes in the form of the UPU's country sheets ("Postal addressing systems"), and as people write them instead. */
const typed: [country: string, text: string, code: string][] = [
  ['DE', '10115', '10115'],
  ['DE', 'D–10115', '10115'],
  ['DE', 'DE 10115', '10115'],
  ['DE', ' 1 0 1 1 5 ', '10115'],
  ['DE', 'PLZ: 10115', '10115'],
  ['DE', '１０１１５', '10115'],
  ['AT', 'A-1010', '1010'],
  ['CH', 'CH-8001', '8001'],
  ['LI', 'FL-9490', '9490'],
  ['FR', 'F-75001', '75001'],
  ['FR', '75 001', '75001'],
  ['FR', '75001\u00a0', '75001'],
  ['LU', 'L-4750', '4750'],
  ['BE', 'B-1000', '1000'],
  ['NL', '2490aa', '2490 AA'],
  ['NL', 'NL-2490 AA', '2490 AA'],
  ['SE', 'SE-114 55', '11455'],
  ['SE', 'S-11455', '11455'],
  ['FI', 'FIN-00550', '00550'],
  ['DK', 'DK-1566', '1566'],
  ['NO', 'N-0025', '0025'],
  ['PL', '00950', '00-950'],
  ['PL', 'PL-00–950', '00-950'],
  ['CZ', '11000', '110 00'],
  ['PT', '1250096', '1250-096'],
  ['PT', '1250 096', '1250-096'],
  ['LV', '1073', 'LV-1073'],
  ['LV', 'lv 1073', 'LV-1073'],
  ['LT', 'LT-04340', '04340'],
  ['MD', 'MD2012', '2012'],
  ['AD', '500', 'AD500'],
  ['AD', 'AD 500', 'AD500'],
  ['GB', 'sw1a1aa', 'SW1A 1AA'],
  ['GB', 'SW1A  1AA', 'SW1A 1AA'],
  ['GB', 'm25bq', 'M2 5BQ'],
  ['GB', 'GB-EC1Y 8SY', 'EC1Y 8SY'],
  ['IE', 'd02af30', 'D02 AF30'],
  ['US', '980521234', '98052-1234'],
  ['US', '98052–1234', '98052-1234'],
  ['US', 'ZIP 98052', '98052'],
  ['CA', 'k1a0b1', 'K1A 0B1'],
  ['CA', 'K1A-0B1', 'K1A 0B1'],
  ['BR', 'CEP 40301110', '40301-110'],
  ['BR', '40.301-110', '40301-110'],
  ['MX', 'C.P. 06600', '06600'],
  ['IN', 'PIN 110 001', '110001'],
  ['IN', '११०००१', '110001'],
  ['JP', '〒100-0001', '100-0001'],
  ['JP', '〒１００－０００１', '100-0001'],
  ['JP', '1000001', '100-0001'],
  ['JP', '１００ー０００１', '100-0001'],
  ['CN', '邮编：100096', '100096'],
  ['CN', '１０００９６', '100096'],
  ['KR', '03051', '03051'],
  ['SG', 'Singapore 408600'.slice(10), '408600'],
  ['IR', '۱۱۹۳۶۱۲۳۴۵', '11936-12345'],
  ['EG', '١١٥١١', '11511'],
  ['HK', '999077', '999077'],
  ['HK', '', ''],
]

describe('R-097 postal codes as written locally', () => {
  test.each(typed)('in %s, %o is %o', (country, text, code) => {
    expect(postalCodeIn(country, text)).toBe(code)
  })

  test.each([
    ['DE', '1011'],
    ['DE', '101155'],
    ['DE', 'US-10115'],
    ['DE', '10115 Berlin'],
    ['DE', 'CH-8001'],
    ['DE', ''],
    ['US', 'ABCDE'],
    ['GB', 'ZZ1 1ZZ'],
    ['NL', '0490 AA'],
    ['JP', '100-00'],
    ['CA', 'D1A 0B1'],
    ['PL', '0-0950-'.slice(0, 4)],
  ])('in %s, %o is none', (country, text) => {
    expect(postalCodeIn(country, text)).toBeUndefined()
  })

  test('every example of every country stays as it is, and its bare form finds it again', () => {
    for (const [country, { examples = [] }] of Object.entries(addressRules))
      for (const example of examples) {
        expect(postalCodeIn(country, example), country).toBe(example)
        expect(
          postalCodeIn(country, example.replace(/[ -]/g, '').toLowerCase()),
          `${country} ${example}`,
        ).toBe(example)
      }
  })
})

test('the rules are those of the package, which only development needs', () => {
  const file = new URL('address-rules.gen.ts', import.meta.url)
  expect(readFileSync(file, 'utf8'), 'Run node packages/addresses/generate.ts.').toBe(generateRules())
})

/** From the UPU's country sheets, with the fields that a legal profile has. */
test.each([
  ['DE', ['Hauptstraße 1', '10115 Berlin']],
  ['CH', ['Hauptstraße 1', 'CH-10115 Berlin']],
  ['US', ['Hauptstraße 1', 'Berlin, WA 10115']],
  ['GB', ['Hauptstraße 1', 'Berlin', '10115']],
  ['BR', ['Hauptstraße 1', 'Berlin-WA', '10115']],
  ['CN', ['10115', 'WABerlin', 'Hauptstraße 1']],
  ['JP', ['〒10115', 'WA', 'Hauptstraße 1']],
  ['HK', ['WA', 'Berlin', 'Hauptstraße 1']],
  ['SG', ['Hauptstraße 1', 'SINGAPORE 10115']],
])('R-097 a letter within %s has these lines', (country, lines) => {
  const parts = { line1: 'Hauptstraße 1', line2: '', city: 'Berlin', region: 'WA', postalCode: '10115' }
  expect(addressLines({ country, ...parts })).toEqual(lines)
})

test('R-097 a part that is missing takes its comma or sign with it', () => {
  const parts = { line1: 'A 1', line2: 'B', city: 'Berlin', region: '', postalCode: '' }
  expect(addressLines({ country: 'CH', ...parts })).toEqual(['A 1', 'B', 'Berlin'])
  expect(addressLines({ country: 'US', ...parts })).toEqual(['A 1', 'B', 'Berlin'])
  expect(addressLines({ country: 'BR', ...parts })).toEqual(['A 1', 'B', 'Berlin'])
  expect(addressLines({ country: 'JP', ...parts })).toEqual(['A 1', 'B'])
})

test.each([
  ['DE', ['line1', 'postalCode', 'city']],
  ['US', ['line1', 'city', 'region', 'postalCode']],
  ['CN', ['postalCode', 'region', 'city', 'line1']],
  ['JP', ['postalCode', 'region', 'line1']],
  ['SG', ['line1', 'postalCode']],
  ['HK', ['region', 'line1']],
  ['IE', ['line1', 'city']],
  ['BR', ['line1', 'city', 'region', 'postalCode']],
])('R-097 the data requires in %s these fields', (country, required) => {
  expect(addressForm(country).required).toEqual(required)
})
