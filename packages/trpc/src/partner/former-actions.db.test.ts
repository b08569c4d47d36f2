import { sealAudit } from '@entente/db/audit/audit-seals'
import { verifyChain } from '@entente/db/audit/audit-verify'
import { digestOf } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asSealer } from '@entente/db/core/scopes'
import { activityOf, type activitySubjects } from '@entente/domain/partner/activity'
import { translatorFor } from '@entente/i18n/server'
import { describe, expect, test } from 'vitest'
import { givenWorld, type Partner } from '../../testing/index.ts'
import { turnOnFactor } from '../../testing/second-factor.ts'

const world = await givenWorld()
const t = translatorFor('en')

/** Writes and seals rows with actions that earlier versions recorded. */
async function givenFormerRows({ id, person }: Partner, actions: string[]) {
  const payload = { accountId: person.id }
  for (const action of actions)
    await world.asOwner('insert into audit_record values ($1, $2, $3, $4, $5, $6, $7, $8, now())', [
      ...[newId(), id, newId(), person.id, ['global_admin'], action],
      ...[JSON.stringify(payload), digestOf(payload)],
    ])
  await asSealer(world.worker, (db) => sealAudit(db, { limit: 1000 }, new Date()))
}

describe('a row with a former action', () => {
  test('U-16 R17 shows in the activity under its present name and subject, and its chain verifies', async () => {
    const partner = await world.partner({ roles: ['global_admin', 'admin_agent'] })
    await givenFormerRows(partner, [
      'enrolment.submit',
      'create_partner_user',
      'session.awaits_second_factor',
    ])
    const { partnerAccount } = await world.as(partner.person)
    const told = async (subject?: (typeof activitySubjects)[number]) =>
      (await partnerAccount.activity({ subject })).entries.map(({ action }) => {
        const activity = activityOf(action)
        return [action, activity && t(`settings.act.${activity}`)]
      })
    const submitted = ['enrolment.submitted', t('settings.act.enrolment.submitted')]
    const created = ['user.created', t('settings.act.user.created')]
    const asked = ['session.second_factor_asked', t('settings.act.session.second_factor_asked')]
    expect(await told()).toEqual([asked, created, submitted])
    expect(await told('account')).toEqual([submitted])
    expect(await told('users')).toEqual([created])
    expect(await told('sign_in')).toEqual([asked])
    expect(await told('customers')).toEqual([])
    const report = await asSealer(world.worker, (db) => verifyChain(db, partner.id))
    expect(report).toMatchObject({ checked: 3, faults: [], unsealed: 0 })
  })

  test('U-16 is listed in order with the newer rows of its subject', async () => {
    const partner = await world.partner({ roles: ['global_admin', 'admin_agent'] })
    await givenFormerRows(partner, ['account.second_factor_optional'])
    const api = await world.as(partner.person)
    const { partnerAccount } = api
    await turnOnFactor(world, api)
    await partnerAccount.requireSecondFactor({ required: true, idempotencyKey: newId() })
    await partnerAccount.requireSecondFactor({ required: false, idempotencyKey: newId() })
    const { entries } = await partnerAccount.activity({ subject: 'account' })
    expect(entries.map(({ action }) => action)).toEqual([
      'account.second_factor_made_optional',
      'account.second_factor_required',
      'account.second_factor_made_optional',
    ])
  })

  test('R17 is found in the operator’s audit by its former and its present action', async () => {
    const partner = await world.partner()
    await givenFormerRows(partner, ['create_partner_user', 'enrolment.sign_agreement'])
    const auditor = await world.as(await world.operator('none', 'auditor'))
    const found = async (action: string) =>
      (await auditor.operatorAudit.list({ chain: partner.id, action })).records.map((row) => row.action)
    for (const beginning of ['create_', 'user.', 'user.created'])
      expect(await found(beginning)).toEqual(['create_partner_user'])
    expect(await found('enrolment.')).toEqual(['enrolment.sign_agreement'])
    expect(await found('enrolment.agreement')).toEqual(['enrolment.sign_agreement'])
    expect(await found('user.removed')).toEqual([])
  })
})
