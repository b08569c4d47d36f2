// What lets a site make a page for a session as it was a moment ago: every answer tells whether it is still the same.
import { givenWorld } from '@entente/trpc/testing'
import { call } from '@entente/trpc/testing/http'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createApp } from './app.ts'

const world = await givenWorld()
const app = createApp(world.services, pino({ level: 'silent' }))

/** The mark of a token's session, as the answers to reads and refusals tell it alike. */
async function markOf(token: string | undefined): Promise<string | undefined> {
  const paths = ['session.current', 'customers.counter', 'operatorPartners.list']
  const answers = await Promise.all(paths.map((path) => call(app, { path, type: 'query', token })))
  const marks = new Set(answers.map(({ headers }) => headers['x-entente-session']))
  expect(marks.size).toBe(1)
  return [...marks][0]
}

test('S1 every answer tells the mark of its session, which changes with all that a page says of the person', async () => {
  const partner = await world.partner()
  const { id, membershipId } = partner.person
  const token = await world.tokenFor(partner.person)
  const marks = [await markOf(token), await markOf(undefined)]
  expect(await markOf(token)).toBe(marks[0])
  expect(await markOf(await world.tokenFor((await world.partner()).person))).not.toBe(marks[0])
  for (const [change, changed] of [
    [`update auth.account set name = 'Ada' where id = $1`, id],
    [`update auth.account set locale = 'de' where id = $1`, id],
    [`update auth.account set time_zone = 'Asia/Tokyo' where id = $1`, id],
    [`update auth.membership set roles = '{sales_agent}' where id = $1`, membershipId],
    [`update organisation set partner_status = 'suspended' where id = $1`, partner.id],
    [`update organisation set legal_name = 'Fabrikam' where id = $1`, partner.id],
    [`update auth.session set authenticated_at = now() - interval '1 hour' where account_id = $1`, id],
  ] as const) {
    await world.asOwner(change, [changed])
    const mark = await markOf(token)
    expect(marks, change).not.toContain(mark)
    marks.push(mark)
  }
  await world.asOwner('update auth.session set ended_at = now() where account_id = $1', [id])
  expect(await markOf(token)).toBe(await markOf(undefined))
})
