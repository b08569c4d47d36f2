import { isDeepStrictEqual } from 'node:util'
import { ownDirectory } from '@entente/auth/own-directory'
import { hashPassword } from '@entente/auth/password'
import { instanceChain } from '@entente/db/core/audit'
import { importLimits } from '@entente/domain/enrolment/directory-input'
import { waitFor } from '@entente/testkit/wait'
import { describe, expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()
const admin = await world.as(await world.operator('none', 'operator_admin'))
const directory = ownDirectory(world.api, world.services.cloud)
const inBase64 = (text: string) => Buffer.from(text).toString('base64')
const importing = async (...lines: string[]) => {
  await admin.operatorDirectory.import({ file: inBase64(lines.join('\r\n')), ...once() })
  return ended()
}
/** What the page of an import says once it has ended. */
async function ended() {
  const look = async () => {
    const shown = await admin.operatorDirectory.imported()
    return shown?.finishedAt ? shown : undefined
  }
  const found = await waitFor(look, { timeoutMs: 30_000, what: 'the end of the import' })
  const { rows, profiles, logins, refused, faults } = found
  return { rows, profiles, logins, refused, faults }
}
const head =
  'user_name,password,password_hash,mpn_id,organisation,country,status,incentives,benefits,competencies'

describe('the operator’s membership directory', () => {
  test('R-089 to R-093, R-181 an imported login finds its profiles, with incentives, benefits and competencies', async () => {
    const result = await importing(
      `\uFEFF${head}`,
      'Ada@Contoso.example,harbour lamp violet 42,,4100001,"Contoso, Ltd.",de,active,Hosting; Azure,Support,Cloud;Data',
      'ada@contoso.example,,,4100002,Contoso Austria,AT,inactive,,,',
      ',,,4100003,Nobody’s AG,CH,,,,',
    )
    expect(result).toEqual({ rows: 3, profiles: 3, logins: 1, refused: 0, faults: [] })
    expect(await directory.signIn(' ADA@contoso.example', 'harbour lamp violet 42')).toEqual({
      result: 'ok',
      profiles: [
        {
          ...{ mpnId: '4100002', name: 'Contoso Austria', country: 'AT', active: false },
          ...{ incentives: [], benefits: [], competencies: [] },
        },
        {
          ...{ mpnId: '4100001', name: 'Contoso, Ltd.', country: 'DE', active: true },
          ...{ incentives: ['Hosting', 'Azure'], benefits: ['Support'], competencies: ['Cloud', 'Data'] },
        },
      ],
    })
    for (const [name, password] of [
      ['ada@contoso.example', 'harbour lamp violet 43'],
      ['nobody@contoso.example', 'harbour lamp violet 42'],
    ] as const)
      expect(await directory.signIn(name, password)).toEqual({ result: 'wrong_credentials' })
  })

  test('R-095 another import updates existing rows and removes nothing', async () => {
    const hash = await hashPassword('second password here')
    await importing(head, 'bob@fabrikam.example,first password here,,4200001,Fabrikam,FR,active,,,')
    const result = await importing(
      'mpn_id,organisation,country,status,user_name,password_hash',
      `4200001,Fabrikam SA,FR,inactive,bob@fabrikam.example,"${hash}"`,
      '4200002,Fabrikam Deux,FR,active,bob@fabrikam.example,',
    )
    expect(result).toMatchObject({ rows: 2, refused: 0 })
    expect(await directory.signIn('bob@fabrikam.example', 'first password here')).toEqual({
      result: 'wrong_credentials',
    })
    const found = await directory.signIn('bob@fabrikam.example', 'second password here')
    expect(found).toMatchObject({ profiles: [{ mpnId: '4200002' }, { name: 'Fabrikam SA', active: false }] })
  })

  test('each bad row is named with its column and the reason; the good ones are imported', async () => {
    const { faults, ...counts } = await importing(
      head,
      'carla@x.example,some password 12,,4300001,Good GmbH,DE,,,,',
      ',,,12,Short number,DE,,,,',
      ',,,4300002,,XX,dormant,,,',
      'new@x.example,,,4300003,No password,DE,,,,',
      ',secret of nobody,,4300004,Nobody,DE,,,,',
      'both@x.example,secret,$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA,4300005,Both,DE,,,,',
      'both@x.example,secret,"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",4300005,Both,DE,,,,',
      ',,,4300001,Another name,DE,,,,',
      'carla@x.example,another password,,4300001,Good GmbH,DE,,,,',
      'old-hash@x.example,,5f4dcc3b5aa765d61d8327deb882cf99,4300006,Old hash,DE,,,,',
    )
    expect(counts).toEqual({ rows: 1, profiles: 1, logins: 1, refused: 9 })
    expect(faults.map(({ row, column, fault }) => `${row} ${column} ${fault}`)).toEqual([
      '2 mpn_id unreadable',
      '3 organisation missing',
      '3 country unreadable',
      '3 status unreadable',
      '4 password password_missing',
      '5 user_name password_without_user',
      '6 null too_many_fields',
      '7 password password_and_hash',
      '8 mpn_id contradiction',
      '9 password contradiction',
      '10 password_hash unreadable',
    ])
    const { profiles } = await admin.operatorDirectory.list({ search: '4300001' })
    expect(profiles).toMatchObject([{ organisationName: 'Good GmbH', logins: ['carla@x.example'] }])
  })

  test('S17 a file that is not CSV, lacks a column, or is too long is refused as a whole', async () => {
    const faultOf = async (...lines: string[]) => {
      const { faults, rows } = await importing(...lines)
      expect(rows).toBe(0)
      return faults.map(({ column, fault }) => `${column} ${fault}`)
    }
    expect(await faultOf('mpn_id,organisation,country', '1,"never closed')).toEqual(['null not_csv'])
    expect(await faultOf('')).toEqual(['mpn_id missing'])
    expect(await faultOf('mpn_id,organisation,country,colour')).toEqual(['null unknown_column'])
    expect(await faultOf('mpn_id,mpn_id,organisation,country')).toEqual(['mpn_id twice'])
    const many = Array.from({ length: importLimits.rows + 1 }, () => '4400001,A,DE')
    expect(await faultOf('mpn_id,organisation,country', ...many)).toEqual(['null too_many_rows'])
    const tooLong = admin.operatorDirectory.import({
      file: inBase64('x'.repeat(importLimits.bytes + 3)),
      ...once(),
    })
    expect(await refusalFrom(tooLong)).toMatchObject({ code: 'invalid_input' })
  })

  test('a file that is not Unicode is stored once its text is confirmed, and never as �', async () => {
    const rows =
      'mpn_id;organisation;country;user_name;password\r\n4900001;M\xfcller & S\xf6hne;DE;u@x.example;geheim \xe4\r\n'
    const file = Buffer.from(rows, 'latin1').toString('base64')
    const send = (more: { encoding?: 'windows-1252' | 'macintosh'; seen?: string }) =>
      admin.operatorDirectory.import({ file, ...more, ...once() })
    const refusal = await refusalFrom(send({}))
    expect(refusal).toMatchObject({
      ...{ code: 'csv_encoding_unconfirmed', encoding: 'windows-1252' },
      cells: [{ row: 1, column: 'organisation', text: 'Müller & Söhne' }],
    })
    expect(JSON.stringify(refusal)).not.toContain('geheim')
    const seen = refusal && 'seen' in refusal ? refusal.seen : ''
    const another = await refusalFrom(send({ encoding: 'macintosh', seen }))
    expect(another).toMatchObject({ encoding: 'macintosh', cells: [{ text: 'M¸ller & Sˆhne' }] })
    expect((await admin.operatorDirectory.list({ search: '4900001' })).profiles).toEqual([])
    await send({ encoding: 'windows-1252', seen })
    expect(await ended()).toMatchObject({ rows: 1, refused: 0 })
    const { profiles } = await admin.operatorDirectory.list({ search: '4900001' })
    expect(profiles).toMatchObject([{ organisationName: 'Müller & Söhne' }])
    expect(await directory.signIn('u@x.example', 'geheim ä')).toMatchObject({ result: 'ok' })
  })

  test('S17 damaged text and a workbook are refused whole, with nothing stored', async () => {
    for (const [content, fault] of [
      ['mpn_id,organisation,country\n4900002,M\ufffdller,DE', 'damaged_text'],
      ['PK\x03\x04\x14\0', 'not_text'],
    ] as const)
      expect(await importing(content)).toMatchObject({ rows: 0, faults: [{ row: 0, column: null, fault }] })
    expect((await admin.operatorDirectory.list({ search: '4900002' })).profiles).toEqual([])
  })

  test('one import takes 5,000 rows with hashes, and at most 200 plain passwords', async () => {
    const hash = await hashPassword('the same for all')
    const rows = Array.from(
      { length: importLimits.rows },
      (_, index) => `u${index}@many.example,"${hash}",${4_500_000 + index},Many ${index},DE`,
    )
    const result = await importing('user_name,password_hash,mpn_id,organisation,country', ...rows)
    expect(result).toMatchObject({ rows: importLimits.rows, refused: 0 })
    const plain = Array.from(
      { length: importLimits.passwords + 1 },
      (_, index) => `p${index}@many.example,pass word ${index},4600000,Plain,DE`,
    )
    const { faults } = await importing('user_name,password,mpn_id,organisation,country', ...plain)
    expect(faults).toEqual([
      { row: importLimits.passwords + 1, column: 'password', fault: 'too_many_passwords' },
    ])
  })

  test('U4 is listed by name, page by page, and found by its beginning', async () => {
    await importing('mpn_id,organisation,country', '4700002,Paging B,DE', '4700001,paging a,DE')
    const first = await admin.operatorDirectory.list({ search: 'PAGING', limit: 1 })
    const cursor = first.nextCursor ?? ''
    const second = await admin.operatorDirectory.list({ search: 'PAGING', limit: 1, cursor })
    expect([...first.profiles, ...second.profiles].map(({ mpnId }) => mpnId)).toEqual(['4700001', '4700002'])
    expect(second.nextCursor).toBeNull()
  })

  test('R-080 no password is in the audit records, the answers or the list', async () => {
    const secret = 'never to be seen 77'
    const answer = await importing(head, `eve@x.example,${secret},,4800001,Eve AG,DE,,,,`)
    const records = await world.auditOf(instanceChain)
    expect(records.filter(({ action }) => action === 'directory.imported')).not.toEqual([])
    const list = await admin.operatorDirectory.list({ search: '4800001' })
    const kept = await world.asOwner('select * from idempotency')
    expect(JSON.stringify([answer, records, list, kept])).not.toContain(secret)
    expect(JSON.stringify(list)).not.toContain('argon2')
  })
})

describe('U10 an import goes on when its page is left', () => {
  let base = 4_950_000
  const started = async () => {
    base += 100
    const plain = Array.from(
      { length: 25 },
      (_, row) => `w${row}@work.example,pass word ${row},${base + row},W ${row},DE`,
    )
    const operator = await world.as(await world.operator('none', 'operator_admin'))
    const lines = ['user_name,password,mpn_id,organisation,country', ...plain]
    const send = () => operator.operatorDirectory.import({ file: inBase64(lines.join('\n')), ...once() })
    await send()
    return { operator, send }
  }

  test('another import waits for its end, and its rows are sealed until then', async () => {
    const { operator, send } = await started()
    expect(await refusalFrom(send())).toEqual({ code: 'import_running' })
    const kept = JSON.stringify(
      await world.asOwner('select sealed::text, faults from directory_import where sealed is not null'),
    )
    for (const secret of ['pass word', Buffer.from('pass word').toString('hex')])
      expect(kept).not.toContain(secret)
    await waitFor(async () => (await operator.operatorDirectory.imported())?.finishedAt ?? undefined)
    expect(
      await world.asOwner('select id from directory_import where sealed is not null or kid is not null'),
    ).toEqual([])
  })

  test('what a process left half done, the next look goes on with; two looks do it once, and the end is told once', async () => {
    const { operator } = await started()
    const look = () => operator.operatorDirectory.imported()
    const counted = { profiles: 25, logins: 25, rows: 25, refused: 0 }
    const recorded = async () =>
      (await world.auditOf(instanceChain)).filter(({ payload }) => isDeepStrictEqual(payload, counted)).length
    const before = await recorded()
    const isTold = async () => (await operator.operatorOverview.waiting()).hasImport
    const holdUntil = (until: string) =>
      world.asOwner(`update directory_import set worked_until = $1::timestamptz where finished_at is null`, [
        until,
      ])
    await holdUntil('infinity')
    await look()
    expect(await look()).toMatchObject({ done: 0, total: 50, finishedAt: null })
    expect(await isTold()).toBe(false)
    await holdUntil('-infinity')
    await Promise.all([look(), look()])
    await waitFor(isTold)
    expect(await look()).toMatchObject({ done: 50, rows: 25, profiles: 25, logins: 25 })
    expect(await isTold()).toBe(false)
    expect(await recorded()).toBe(1 + before)
    expect(await directory.signIn('w24@work.example', 'pass word 24')).toMatchObject({ result: 'ok' })
  })
})

describe('R-100 the operator’s own web-mail domains', () => {
  test('are kept in one spelling, once; the built-in ones are not added again', async () => {
    const add = (domain: string) => admin.operatorDirectory.addWebMail({ domain, ...once() })
    expect(await add(' @Mail.Beispiel.DE. ')).toEqual({ domain: 'mail.beispiel.de', result: 'added' })
    expect(await add('mail.beispiel.de')).toMatchObject({ result: 'there_already' })
    expect(await add('bücher-post.example')).toMatchObject({ domain: 'xn--bcher-post-9db.example' })
    expect(await add('gmail.com')).toMatchObject({ result: 'built_in' })
    for (const none of ['localhost', 'two words.example', '', 'a..b'])
      expect(await refusalFrom(add(none))).toMatchObject({ code: 'invalid_input' })
    expect((await admin.operatorDirectory.webMail()).map(({ domain, addedBy }) => [domain, addedBy])).toEqual(
      [
        ['mail.beispiel.de', 'Operator'],
        ['xn--bcher-post-9db.example', 'Operator'],
      ],
    )
    await admin.operatorDirectory.removeWebMail({ domain: 'mail.beispiel.de', ...once() })
    const again = admin.operatorDirectory.removeWebMail({ domain: 'mail.beispiel.de', ...once() })
    expect(await refusalFrom(again)).toEqual({ code: 'not_found' })
  })
})

describe('§5.4 who may', () => {
  test('only operator admins keep the directory and the web-mail domains', async () => {
    for (const role of ['enrolment_reviewer', 'support_operator', 'auditor'] as const) {
      const operator = await world.as(await world.operator('none', role))
      for (const attempt of [
        () => operator.operatorDirectory.list({}),
        () => operator.operatorDirectory.import({ file: '', ...once() }),
        () => operator.operatorDirectory.webMail(),
        () => operator.operatorDirectory.addWebMail({ domain: 'a.example', ...once() }),
        () => operator.operatorDirectory.removeWebMail({ domain: 'a.example', ...once() }),
      ])
        expect(await refusalFrom(attempt())).toMatchObject({
          code: 'missing_permission',
          roles: ['operator_admin'],
        })
    }
  })
})
