import type { LegacyEncoding } from '@entente/domain/core/csv'
import { expect, test } from 'vitest'
import { type CsvTable, readCsv, requireConfirmed } from './csv.ts'
import { Refused } from './refused.ts'

const limits = { rowsMax: 5000, chosen: null }
/** A file by its bytes: each character up to U+00FF is one byte. */
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const utf8 = (text: string): Buffer => Buffer.from(text)
const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le')
const utf16be = (text: string): Buffer => utf16le(text).swap16()

const valuesOf = ({ head, rows }: CsvTable): string[][] => [head, ...rows.map(({ fields }) => fields)]
async function tableIn(file: Buffer, chosen: LegacyEncoding | null = null): Promise<CsvTable> {
  const table = await readCsv(file, { ...limits, chosen })
  if (!table.ok) throw new Error(table.refusal)
  return table.value
}
/** The fault of a file, or the code of the refusal. */
async function faultOf(file: Buffer): Promise<string> {
  try {
    const table = await readCsv(file, limits)
    return table.ok ? 'none' : table.refusal
  } catch (error) {
    if (error instanceof Refused)
      return `${error.refusal.code}${'encoding' in error.refusal ? ` ${error.refusal.encoding}` : ''}`
    throw error
  }
}

// What the tools write, by their own documentation: Microsoft's list of Excel's file formats and the list separator of the
// region, Notepad's encodings, about_Character_Encoding and Export-Csv of PowerShell, LibreOffice's "Export text files",
// Numbers' "Export to CSV", the file formats of Google Sheets, MySQL's SELECT … INTO OUTFILE, PostgreSQL's COPY, SQL*Plus's
// SET MARKUP CSV, pandas' to_csv, GNU iconv.
test.each<[tool: string, file: Buffer, values: string[][]]>([
  [
    'Excel de-DE, CSV UTF-8',
    utf8('\ufeffid;name\r\n1;Müller & Söhne\r\n2;"Größe; Maß"\r\n'),
    [
      ['id', 'name'],
      ['1', 'Müller & Söhne'],
      ['2', 'Größe; Maß'],
    ],
  ],
  [
    'Excel en-US, CSV UTF-8',
    utf8('\ufeffid,name\r\n1,"Contoso, Ltd."\r\n'),
    [
      ['id', 'name'],
      ['1', 'Contoso, Ltd.'],
    ],
  ],
  [
    'Excel, Unicode Text',
    utf16le('\ufeffid\tname\r\n1\tMüller 北京\r\n'),
    [
      ['id', 'name'],
      ['1', 'Müller 北京'],
    ],
  ],
  [
    'Excel, columns and rows once used',
    utf8('id,name,,\r\n1,A,,\r\n,,,\r\n2,B,,\r\n,,,\r\n'),
    [
      ['id', 'name'],
      ['1', 'A'],
      ['2', 'B'],
    ],
  ],
  [
    'Excel, a line break in a cell',
    utf8('id,name\r\n1,"North\nSouth"\r\n'),
    [
      ['id', 'name'],
      ['1', 'North\nSouth'],
    ],
  ],
  [
    'for Excel, with sep=;',
    utf8('sep=;\r\nid;name\r\n1;A,B\r\n'),
    [
      ['id', 'name'],
      ['1', 'A,B'],
    ],
  ],
  [
    'for Excel, with a mark and a quoted sep=,',
    utf8('\ufeff"sep=,"\r\nid,name\r\n1,A;B\r\n'),
    [
      ['id', 'name'],
      ['1', 'A;B'],
    ],
  ],
  [
    'for Excel, with sep= and a tab',
    utf16le('\ufeffsep=\t\r\nid\tname\r\n1\tA\r\n'),
    [
      ['id', 'name'],
      ['1', 'A'],
    ],
  ],
  [
    'LibreOffice, UTF-8',
    utf8('id,name\n1,Müller\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
    ],
  ],
  [
    'LibreOffice, quote all text cells, de-DE',
    utf8('"id";"name"\n1;"Say ""hi"""\n'),
    [
      ['id', 'name'],
      ['1', 'Say "hi"'],
    ],
  ],
  [
    'LibreOffice, Unicode (UTF-16)',
    utf16le('\ufeffid,name\n1,Müller\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
    ],
  ],
  [
    'Numbers, Unicode (UTF-8)',
    utf8('id;name\n1;Société Générale\n'),
    [
      ['id', 'name'],
      ['1', 'Société Générale'],
    ],
  ],
  [
    'Google Sheets, comma-separated',
    utf8('id,name\r\n1,東京\r\n2,'),
    [
      ['id', 'name'],
      ['1', '東京'],
      ['2', ''],
    ],
  ],
  [
    'Google Sheets, tab-separated',
    utf8('id\tname\r\n1\t5" disks, 3" tapes'),
    [
      ['id', 'name'],
      ['1', '5" disks, 3" tapes'],
    ],
  ],
  [
    'Notepad, UTF-16 LE ("Unicode")',
    utf16le('\ufeffid,name\r\n1,Łódź'),
    [
      ['id', 'name'],
      ['1', 'Łódź'],
    ],
  ],
  [
    'Notepad, UTF-16 BE',
    utf16be('\ufeffid,name\r\n1,Łódź'),
    [
      ['id', 'name'],
      ['1', 'Łódź'],
    ],
  ],
  [
    'Notepad, UTF-8 with BOM',
    utf8('\ufeffid,name\r\n1,😀'),
    [
      ['id', 'name'],
      ['1', '😀'],
    ],
  ],
  [
    'iconv -t UTF-16LE, without a mark',
    utf16le('id,name\n1,Müller\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
    ],
  ],
  [
    'iconv -t UTF-16BE, without a mark',
    utf16be('id,name\n1,Müller\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
    ],
  ],
  [
    'MySQL, INTO OUTFILE',
    utf8('id\tname\n1\tMüller\n2\t\\N\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
      ['2', ''],
    ],
  ],
  [
    'MySQL, optionally enclosed',
    utf8('"id","name"\n1,"Müller, A"\n2,\\N\n'),
    [
      ['id', 'name'],
      ['1', 'Müller, A'],
      ['2', ''],
    ],
  ],
  [
    'PostgreSQL, COPY with csv header',
    utf8('id,name\n1,"A ""B"""\n2,\n'),
    [
      ['id', 'name'],
      ['1', 'A "B"'],
      ['2', ''],
    ],
  ],
  [
    'Oracle SQL*Plus, delimiter |',
    utf8('"ID"|"NAME"\n1|"A;B,C"\n'),
    [
      ['id', 'name'],
      ['1', 'A;B,C'],
    ],
  ],
  [
    'Windows PowerShell, Export-Csv',
    utf8('#TYPE System.Management.Automation.PSCustomObject\r\n"id","name"\r\n"1","A"\r\n'),
    [
      ['id', 'name'],
      ['1', 'A'],
    ],
  ],
  [
    'Windows PowerShell, Export-Csv -Encoding Unicode -UseCulture',
    utf16le('\ufeff#TYPE Selected.System.String\r\n"id";"name"\r\n"1";"Müller"\r\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
    ],
  ],
  [
    'PowerShell 7, Export-Csv',
    utf8('"id","name"\r\n"1","Müller"\r\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
    ],
  ],
  [
    'pandas, utf-8-sig',
    utf8('\ufeffid,name\n1,Müller\n'),
    [
      ['id', 'name'],
      ['1', 'Müller'],
    ],
  ],
  [
    'a text editor, empty lines',
    utf8('\n\nid,name\n\n1,A\n\n\n2,B\n\n'),
    [
      ['id', 'name'],
      ['1', 'A'],
      ['2', 'B'],
    ],
  ],
  [
    'several editors, mixed line endings',
    utf8('id,name\r\n1,A\n2,B\r3,C'),
    [
      ['id', 'name'],
      ['1', 'A'],
      ['2', 'B'],
      ['3', 'C'],
    ],
  ],
  [
    'classic Mac, ASCII',
    utf8('id,name\r1,A\r2,B\r'),
    [
      ['id', 'name'],
      ['1', 'A'],
      ['2', 'B'],
    ],
  ],
])('a Unicode file of %s is read at once', async (_, file, values) => {
  const table = await tableIn(file)
  expect(table.encoding).toBeNull()
  expect(valuesOf(table)).toEqual(values)
})

test.each<[tool: string, file: Buffer, encoding: LegacyEncoding, names: string[]]>([
  [
    'Excel de-DE, CSV',
    bytes('id;name\r\n1;M\xfcller & S\xf6hne GmbH\r\n2;Gr\xf6\xdfe \x84\xc4rger\x93 5 \x80\r\n'),
    'windows-1252',
    ['Müller & Söhne GmbH', 'Größe „Ärger“ 5 €'],
  ],
  [
    'Excel fr-FR, CSV',
    bytes('id;name\r\n1;Cr\xe9dit Fran\xe7ais de l\x92\xe9t\xe9\r\n2;Soci\xe9t\xe9 G\xe9n\xe9rale\r\n'),
    'windows-1252',
    ['Crédit Français de l’été', 'Société Générale'],
  ],
  [
    'Notepad de-DE, ANSI',
    bytes('id,name\r\n1,Stra\xdfenbau K\xf6ln\r\n2,M\xfcller'),
    'windows-1252',
    ['Straßenbau Köln', 'Müller'],
  ],
  [
    'Excel, CSV (Macintosh)',
    bytes('id,name\r1,M\x9fller & S\x9ahne GmbH\r2,Gr\x9a\xa7e \xe3\x80rger\xd2\r'),
    'macintosh',
    ['Müller & Söhne GmbH', 'Größe „Ärger“'],
  ],
  [
    'Numbers, Western (Mac OS Roman)',
    bytes('id;name\n1;Cr\x8edit Fran\x8dais de l\xd5\x8et\x8e\n'),
    'macintosh',
    ['Crédit Français de l’été'],
  ],
  [
    'Excel zh-CN, CSV',
    bytes('id,name\r\n1,\xb1\xb1\xbe\xa9\xce\xa2\xc8\xed\r\n2,\xd6\xd0\xb9\xfa\r\n'),
    'gb18030',
    ['北京微软', '中国'],
  ],
  [
    'WPS zh-CN, a rare character in GB 18030',
    bytes('id,name\r\n1,\xb1\xb1\xbe\xa9\xce\xa2\xc8\xed\xd6\xd0\xb9\xfa\x952\x826\r\n'),
    'gb18030',
    ['北京微软中国𠀀'],
  ],
  [
    'Excel zh-TW, CSV',
    bytes('id,name\r\n1,\xa5x\xc6W\xbfn\xc5\xe9\xb9q\xb8\xf4\r\n'),
    'big5',
    ['台灣積體電路'],
  ],
  [
    'Excel ja-JP, CSV',
    bytes('id,name\r\n1,\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x93\xfa\x97\xa7\x90\xbb\x8d\xec\x8f\x8a\r\n'),
    'shift_jis',
    ['株式会社日立製作所'],
  ],
  ['Excel ko-KR, CSV', bytes('id,name\r\n1,\xbb\xef\xbc\xba\xc0\xfc\xc0\xda\r\n'), 'euc-kr', ['삼성전자']],
  [
    'Excel ru-RU, CSV',
    bytes('id;name\r\n1;\xce\xce\xce \xd0\xee\xec\xe0\xf8\xea\xe0\r\n'),
    'windows-1251',
    ['ООО Ромашка'],
  ],
  [
    'Excel tr-TR, CSV',
    bytes('id;name\r\n1;T\xfcrkiye \xdd\xfe Bankas\xfd\r\n'),
    'windows-1254',
    ['Türkiye İş Bankası'],
  ],
])('a file of %s is recognised, and waits for a person to confirm it', async (_, file, encoding, names) => {
  const table = await tableIn(file)
  expect(table.encoding).toBe(encoding)
  expect(
    valuesOf(table)
      .slice(1)
      .map(([, name]) => name),
  ).toEqual(names)
  expect(() => requireConfirmed(table, file, { seen: '', secrets: [] })).toThrow('csv_encoding_unconfirmed')
})

test.each<[file: string, fault: string, content: Buffer]>([
  [
    'Excel de-DE, CSV (MS-DOS)',
    'csv_encoding_unconfirmed null',
    bytes('id;name\r\n1;M\x81ller & S\x94hne GmbH\r\n2;Stra\xe1e \x99l\r\n'),
  ],
  ['a name that a tool damaged before', 'damaged_text', utf8('id,name\n1,M\ufffdller\n')],
  [
    'UTF-8 with a mark and a line of Windows-1252',
    'damaged_text',
    bytes('\xef\xbb\xbfid,name\r\n1,M\xfcller\r\n'),
  ],
  ['UTF-16 cut in the middle of a character', 'damaged_text', utf16le('\ufeffid,name\n').subarray(0, -1)],
  ['a workbook (.xlsx)', 'not_text', bytes('PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00')],
  ['a workbook (.xls)', 'not_text', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00')],
  ['a gzip archive', 'not_text', bytes('\x1f\x8b\x08\x00\x00\x00\x00\x00')],
  ['UTF-32', 'not_text', bytes('i\x00\x00\x00d\x00\x00\x00,\x00\x00\x00')],
  ['a quote that never ends', 'not_csv', utf8('id,name\n1,"A\n2,B\n')],
  ['MySQL, quotes escaped by a backslash', 'not_csv', utf8('"id","name"\n1,"A \\"B\\""\n')],
])('S17 %s is refused whole as %s', async (_, fault, file) => {
  expect(await faultOf(file)).toBe(fault)
})

test('only the file and the encoding that a person has seen are confirmed', async () => {
  const file = bytes('id;name;pin\r\n1;M\xfcller;\xe4\xe4\r\n2;Mull;x\r\n3;M\xfcll;\xf6\r\n4;Stra\xdfe;x\r\n')
  const refusalOf = (table: CsvTable, content: Buffer, seen: string) => {
    try {
      requireConfirmed(table, content, { seen, secrets: ['pin'] })
      return null
    } catch (error) {
      return error instanceof Refused && error.refusal.code === 'csv_encoding_unconfirmed'
        ? error.refusal
        : null
    }
  }
  const table = await tableIn(file)
  const first = refusalOf(table, file, '')
  // Each cell shows a letter that none before it has, and none is a secret.
  expect(first?.cells).toEqual([
    { row: 1, column: 'name', text: 'Müller' },
    { row: 4, column: 'name', text: 'Straße' },
  ])
  const seen = first?.seen ?? ''
  expect(refusalOf(table, file, seen)).toBeNull()
  expect(refusalOf(await tableIn(file, 'macintosh'), file, seen)?.cells[0]?.text).toBe('M¸ller')
  const other = Buffer.concat([file, bytes('5;\xc4;\r\n')])
  expect(refusalOf(await tableIn(other), other, seen)).not.toBeNull()
})

test('rows have the numbers that the spreadsheet shows', async () => {
  const { rows } = await tableIn(utf8('\nid,name\n1,A\n\n,\n2,B\n'))
  expect(rows.map(({ row }) => row)).toEqual([1, 4])
})

test('a row stays longer than its header when a separator has shifted its values', async () => {
  const { rows } = await tableIn(utf8('id,name,,\r\n1,A, Ltd.,,\r\n'))
  expect(rows.map(({ fields }) => fields.length)).toEqual([5])
})

const million = 1024 * 1024
test.each<[name: string, fault: string, file: Buffer]>([
  ['a million rows', 'too_many_rows', utf8('a\n'.repeat(million / 2))],
  ['a million blank rows', 'too_many_rows', utf8('\n'.repeat(million))],
  ['a million columns', 'not_csv', utf8('a,'.repeat(million / 2))],
  ['a million quotes', 'not_csv', utf8('"'.repeat(million - 1))],
  ['one endless field', 'not_csv', utf8(`a,"${'x'.repeat(million)}`)],
  [
    'a million bytes of no encoding',
    'csv_encoding_unconfirmed null',
    bytes('\x81\x01\xff'.repeat(million / 3)),
  ],
  ['a bomb of zeros', 'not_text', Buffer.alloc(million)],
])('S17 %s is refused in less than a second', async (_, fault, file) => {
  await readCsv(bytes('id,name\n1,\xfc'), limits) // loads the detector
  const start = performance.now()
  expect(await faultOf(file)).toBe(fault)
  expect(performance.now() - start).toBeLessThan(1000)
})
