import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import { givenSecurityContact } from '../../testing/security-contact.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })
const visitor = () => world.caller().securityContact

const given = async () => {
  const customer = await world.customer()
  const admin = await world.as(customer.person)
  const mails = async () =>
    (await world.jobsAbout(customer.id)).map(({ name }) => name).filter((name) => name.includes('security'))
  return { customer, admin, mails }
}

test('D-08 a named address counts once its mailbox confirms, and the press again changes nothing', async () => {
  const { customer, admin, mails } = await given()
  const { email, token } = await givenSecurityContact(world, customer)
  expect(await admin.securityContact.get()).toMatchObject({ email: null, asked: { email, isExpired: false } })
  expect(await visitor().status({ token })).toMatchObject({ email, isConfirmed: false })
  await visitor().confirm({ token, ...once() })
  await visitor().confirm({ token, ...once() })
  expect(await visitor().status({ token })).toMatchObject({ isConfirmed: true })
  expect(await admin.securityContact.get()).toEqual({ email, asked: undefined })
  const actions = (await world.auditOf(customer.id)).map(({ action }) => action)
  expect(actions).toEqual(['security_contact.named', 'security_contact.confirmed'])
  expect(await mails()).toEqual(['mail.security-contact-asked'])
})

test('D-08 a confirmed address goes on until another one confirms, and is told of its end', async () => {
  const { customer, admin, mails } = await given()
  const first = await givenSecurityContact(world, customer)
  await visitor().confirm({ token: first.token, ...once() })
  const mistyped = await givenSecurityContact(world, customer)
  const second = await givenSecurityContact(world, customer)
  expect(await refusalFrom(visitor().status({ token: mistyped.token }))).toEqual({
    code: 'one_time_link_spent',
  })
  expect(await admin.securityContact.get()).toMatchObject({
    email: first.email,
    asked: { email: second.email },
  })
  await visitor().confirm({ token: second.token, ...once() })
  expect(await admin.securityContact.get()).toEqual({ email: second.email, asked: undefined })
  expect(await refusalFrom(visitor().confirm({ token: first.token, ...once() }))).toEqual({
    code: 'one_time_link_spent',
  })
  await admin.securityContact.remove(once())
  expect(await admin.securityContact.get()).toEqual({ email: null, asked: undefined })
  expect(await refusalFrom(admin.securityContact.remove(once()))).toEqual({ code: 'not_found' })
  expect((await mails()).toSorted()).toEqual([
    ...Array(3).fill('mail.security-contact-asked'),
    ...Array(2).fill('mail.security-contact-ended'),
  ])
})

test('D-08 a link opens for a week, and a foreign kind of link never does', async () => {
  const { customer, admin } = await given()
  const { token } = await givenSecurityContact(world, customer)
  expect(await refusalFrom(visitor().confirm({ token: `${token}x`, ...once() }))).toEqual({
    code: 'one_time_link_unknown',
  })
  await world.asOwner(`update auth.one_time_link set expires_at = now() where organisation_id = $1`, [
    customer.id,
  ])
  await world.asOwner(`update security_contact set open_until = now() where customer_id = $1`, [customer.id])
  expect(await refusalFrom(visitor().confirm({ token, ...once() }))).toEqual({ code: 'one_time_link_spent' })
  expect((await admin.securityContact.get()).asked?.isExpired).toBe(true)
})

test('D-08 of a confirmation and a removal at once, one wins, and no address stays in two states', async () => {
  for (let round = 0; round < 10; round++) {
    const { customer, admin } = await given()
    const { email, token } = await givenSecurityContact(world, customer)
    const outcomes = await outcomesOf(
      visitor().confirm({ token, ...once() }),
      admin.securityContact.remove(once()),
    )
    expect([
      ['done', 'done'],
      ['done', 'one_time_link_spent'],
    ]).toContainEqual(outcomes)
    // The removal was last, or came first and left nothing to confirm.
    expect(await admin.securityContact.get(), email).toEqual({ email: null, asked: undefined })
  }
})

test('D-08 nobody floods a mailbox: five addresses a day', async () => {
  const { customer, admin } = await given()
  for (let at = 0; at < 5; at++) await givenSecurityContact(world, customer)
  const sixth = admin.securityContact.name({ email: 'security@contoso.example', ...once() })
  expect(await refusalFrom(sixth)).toMatchObject({ code: 'too_many_attempts' })
})
