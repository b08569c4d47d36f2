import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('U-16 a cell keeps its quotes, commas and line breaks', () => {
  expect(csvLine(['a "b", c', 'd\ne'])).toBe('"a ""b"", c","d\ne"\r\n')
})

test.each(['=1+1', '+49', '-2', '@SUM(A1)', '\t=1', ' =1', '＝1', '\r=1'])(
  'S17 no spreadsheet runs the cell %j as a formula',
  (cell) => {
    expect(csvLine([cell])).toBe(`"'${cell}"\r\n`)
  },
)

test('an ordinary cell stays unchanged', () => {
  expect(csvLine(['kim@fabrikam.example', '2026-11-21T10:00:00.000Z', ''])).toBe(
    '"kim@fabrikam.example","2026-11-21T10:00:00.000Z",""\r\n',
  )
})
