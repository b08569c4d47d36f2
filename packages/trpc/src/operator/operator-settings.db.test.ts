import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import { expect, test } from 'vitest'
import { givenWorld } from '../../testing/index.ts'
import { contact } from '../../testing/sites.ts'

const world = await givenWorld()

test('people who look for help find the contact of the environment until an operator saves another', async () => {
  const visitor = world.caller({ site: 'customer' })
  expect(await visitor.instance.contact()).toEqual(contact)
  const admin = await world.as(await world.operator('none', 'operator_admin'))
  const saved = { ...contact.operator, email: 'new@entente.example', phone: '+1 206 555 0199', hours: '9–17' }
  await admin.operatorSettings.setContact({ ...saved, idempotencyKey: randomUUID() })
  expect(await visitor.instance.contact()).toEqual({ ...contact, operator: saved })
  expect((await admin.operatorSettings.get()).contact).toEqual(saved)
  const [act] = (await world.auditOf(instanceChain)).filter(
    ({ action }) => action === 'instance.operator_contact_set',
  )
  expect(act?.payload).toEqual(saved)
})
