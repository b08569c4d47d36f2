import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('U-16 a cell keeps its quotes, commas and line breaks', () => {
  expect(csvLine(['a "b", c', 'd\ne'])).toBe('"a ""b"", c","d\ne"\r\n')
})

test.each(['=1+1', '+49', '-2+3', '@SUM(A1)', '＝1'])(
  'S17 no spreadsheet runs the cell %j as a formula',
  (cell) => {
    expect(csvLine([cell])).toBe(`"'${cell}"\r\n`)
  },
)

test.each([
  ...['a;=1', 'a;  =1', 'a;"=1"', 'a\t+1', 'a|@x', 'a\n-2', 'a\r\n=1', ';;=1', 'a";＝1'],
  ...['\t=1', ' =1', '\u00a0=1', '\u3000=1', '\r=1', '\n=1', ';=1;=2', '=1;=2'],
])('S17 no separator of a spreadsheet makes a formula of a part of %j', (cell) => {
  const line = csvLine(['x', cell, 'y'])
  for (const separator of [',', ';', '\t', '|'])
    for (const quote of ['"', null]) {
      const records = parse(line, {
        ...{ delimiter: separator, quote, record_delimiter: ['\r\n', '\n', '\r'] },
        ...{ relax_quotes: true, relax_column_count: true },
      })
      for (const part of records.flat())
        expect(part.replaceAll('"', '').trim()).not.toMatch(/^[=+\-@＝＋－＠]/)
    }
})

test('S17 a separator without a formula behind it stays as it is', () => {
  const cells = ['Kim; Ada', 'a;1', 'a - b', 'x=1', 'kim@fabrikam.example; ada@fabrikam.example']
  expect(parse(csvLine(cells))).toEqual([cells])
})

test('an ordinary cell stays unchanged', () => {
  expect(csvLine(['kim@fabrikam.example', '2026-11-21T10:00:00.000Z', ''])).toBe(
    '"kim@fabrikam.example","2026-11-21T10:00:00.000Z",""\r\n',
  )
})

test('a negative number stays a number', () => {
  expect(csvLine(['-3.00', '-1+2'])).toBe(`"-3.00","'-1+2"\r\n`)
})
