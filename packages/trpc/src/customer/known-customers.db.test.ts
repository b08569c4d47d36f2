import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { givenWorld, outcomesOf } from '../../testing/index.ts'

const world = await givenWorld()
const admin = await world.as(await world.operator('none', 'operator_admin'))
const importing = (...lines: string[]) =>
  admin.knownCustomers.import({ file: Buffer.from(lines.join('\r\n')).toString('base64'), ...once() })
const head = 'partner_id,organisation,country,domain'

test('R-137 D-33 an operator’s file is kept row by row, the others are named, and active partners get a job', async () => {
  const partner = await world.partner()
  const number = '87654321'
  await world.asOwner('update organisation set partner_number = $2 where id = $1', [partner.id, number])
  const imported = await importing(
    head,
    `${number},Contoso GmbH,de,contoso-known.example`,
    '12345,Contoso GmbH,DE,contoso-known.example',
    `${number},Everybody,DE,gmail.com`,
    '99999999,Not yet a partner,FR,@Fabrikam-Known.example',
  )
  expect(imported).toEqual({
    ...{ customers: 2, refused: 2 },
    faults: [
      { row: 2, column: 'partner_id', fault: 'unreadable' },
      { row: 3, column: 'domain', fault: 'web_mail' },
    ],
  })
  expect(await admin.knownCustomers.count()).toEqual({ customers: 2, partners: 2 })
  const jobs = await world.asOwner(`select data from outbox where name = 'partner.known-customers'`)
  expect(jobs).toEqual([{ data: { partnerId: partner.id } }])
  expect(await importing('partner_id,organisation,country')).toMatchObject({
    faults: [{ row: 0, column: 'domain', fault: 'missing' }],
  })
})

/** A customer that came with the operator's records, whose people confirm their sign-ups. */
async function joining(people: string[], madeBy: string | null = null) {
  const domain = `${randomUUID()}.example`
  await world.asOwner(
    `insert into organisation (id, kind, legal_name, country, created_at, domain, sort_key, made_by)
      values ($1, 'customer', 'Contoso GmbH', 'DE', now(), $2, 'contoso', $3)`,
    [randomUUID(), domain, madeBy],
  )
  const given = { organisation: 'Contoso', country: 'DE', password: 'orchard signal maple 7' }
  const presses = []
  for (const name of people) {
    const email = `${name}@${domain}`
    const { password: _, ...form } = { ...given, name, email }
    await world.caller().account.signUp({ ...form, ...once() })
    const token = await world.oneTimeToken('sign_up', email)
    presses.push(() => world.caller().account.confirmSignUp({ token, name, ...given, ...once() }))
  }
  return {
    presses,
    members: () =>
      world.asOwner<{ status: string; roles: string[] }>(
        `select m.status, m.roles from auth.membership m join organisation o on o.id = m.organisation_id
          where o.domain = $1 order by m.status`,
        [domain],
      ),
  }
}

test('R-137 of two who sign up at once for a customer that came with the records, one is its global admin', async () => {
  const { presses, members } = await joining(['ada', 'eve'])
  await outcomesOf(...presses.map((press) => press()))
  expect(await members()).toEqual([
    { status: 'active', roles: ['global_admin'] },
    { status: 'requested', roles: [] },
  ])
})

test('R-163 nobody becomes global admin by signing up for a customer that a partner made', async () => {
  const { presses, members } = await joining(['ada'], (await world.partner()).id)
  for (const press of presses) await press()
  expect(await members()).toEqual([{ status: 'requested', roles: [] }])
})
