import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { authorizing, givenWorld, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()

async function givenInvited() {
  const [customer, partner] = [await world.customer(), await world.partner()]
  return { customer, partner, admin: await world.as(customer.person), press: authorizing(tokenOf(partner)) }
}

test('U-06 the same key and input repeat the first answer and write nothing more', async () => {
  const { admin, customer, press } = await givenInvited()
  const first = await admin.invitation.accept(press)
  expect(first.result).toBe('accepted')
  expect(await admin.invitation.accept(press)).toEqual(first)
  expect(await world.auditOf(customer.id)).toHaveLength(1)
})

test('the same key with another input is refused', async () => {
  const { admin, press } = await givenInvited()
  await admin.invitation.accept(press)
  const other = { ...press, token: tokenOf(await world.partner()) }
  expect(await refusalFrom(admin.invitation.accept(other))).toEqual({ code: 'idempotency_key_reused' })
})

test('a refusal is not stored: the same key works once the reason is gone', async () => {
  const { admin, partner, press } = await givenInvited()
  await world.asOwner(`update organisation set partner_status = 'suspended' where id = $1`, [partner.id])
  expect(await refusalFrom(admin.invitation.accept(press))).toEqual({ code: 'partner_not_active' })
  await world.asOwner(`update organisation set partner_status = 'active' where id = $1`, [partner.id])
  expect(await admin.invitation.accept(press)).toMatchObject({ result: 'accepted' })
})

test('U-06 eight presses with one key at once run once and get the same answer', async () => {
  const { admin, customer, press } = await givenInvited()
  const answers = await Promise.all(Array.from({ length: 8 }, () => admin.invitation.accept(press)))
  expect(answers[0]?.result).toBe('accepted')
  expect(answers).toEqual(answers.map(() => answers[0]))
  expect(await world.auditOf(customer.id)).toHaveLength(1)
})

test('a key belongs to its owner and procedure: others may use the same', async () => {
  const { admin, press } = await givenInvited()
  const rival = await givenInvited()
  await admin.invitation.accept(press)
  const { idempotencyKey } = press
  expect(await rival.admin.invitation.accept({ ...rival.press, idempotencyKey })).toMatchObject({
    result: 'accepted',
  })
  const decline = { token: press.token, tellPartner: false, idempotencyKey }
  expect(await admin.invitation.decline(decline)).toEqual({ told: false })
})

test('neither a password nor its plain hash is stored', async () => {
  const person = { organisation: 'Fabrikam', country: 'FR', name: 'Ada Roy' }
  const email = `ada@fabrikam-${randomUUID().slice(0, 8)}.example`
  await world.caller().account.signUp({ ...person, email, idempotencyKey: randomUUID() })
  const input = {
    ...person,
    token: await world.oneTimeToken('sign_up', email),
    password: 'harbour lamp violet 42',
    idempotencyKey: randomUUID(),
  }
  await world.caller().account.confirmSignUp(input)
  const rows = await world.asOwner<{ row: string }>(
    'select i::text as row from idempotency i where key = $1',
    [input.idempotencyKey],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.row).not.toContain('harbour')
})
