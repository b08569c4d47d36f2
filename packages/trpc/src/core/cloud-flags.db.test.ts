import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import { newId } from '@entente/db/core/new-id'
import { addAsOwner } from '@entente/db/testing/rows'
import type { Cloud } from '@entente/domain/core/cloud'
import { countryCode } from '@entente/domain/core/organisation'
import { statusOf } from '@entente/domain/refusal'
import { type ClosingFlag, closingFlags, isOpen, turned } from '@entente/domain/testing/cloud-flags'
import { TRPCError } from '@trpc/server'
import { describe, expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { type Caller, generousLimits, givenWorld } from '../../testing/index.ts'
import { relationshipWith } from '../../testing/subscriptions.ts'
import { refusalOf } from './refused.ts'

const world = await givenWorld({ limits: generousLimits })
const [partner, provider, reseller, customer] = [
  await world.partner(),
  await world.partner({ kind: 'indirect_provider' }),
  await world.partner({ kind: 'indirect_reseller' }),
  await world.customer(),
]
const id = await relationshipWith(world, partner, customer, true)
/** The customer signed no agreement with this partner. */
const unsigned = await addAsOwner(world, partner.id, (await world.customer()).id)
const colleagues: Parameters<typeof world.person>[0] = {
  ...{ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] },
}
const colleague = await world.person(colleagues)
const tokens = {
  partner: await world.tokenFor(partner.person),
  provider: await world.tokenFor(provider.person),
  reseller: await world.tokenFor(reseller.person),
}
type Callers = Record<keyof typeof tokens, Caller>
const callersIn = (cloud: Cloud): Callers => ({
  partner: world.caller({ token: tokens.partner, cloud }),
  provider: world.caller({ token: tokens.provider, cloud }),
  reseller: world.caller({ token: tokens.reseller, cloud }),
})

let tenants = 0
const [subject, file] = [
  { severity: 'moderate' as const, title: 'Mail is slow', text: 'Since Monday.', reason: 'INC-1' },
  Buffer.from('email\nada@contoso.test').toString('base64'),
]

/** What each flag opens. None of these calls asks another server, and each may succeed where it is open. */
const calls: Record<ClosingFlag, (callers: Callers, cloud: Cloud) => (() => Promise<unknown>)[]> = {
  'agreements.attestedByPartner': ({ partner: { customerAgreement } }) => [
    () =>
      customerAgreement.attest({
        ...{ id, firstName: 'Ada', lastName: 'Roy', email: 'ada@contoso.test', agreedOn: '2026-01-01' },
        ...{ version: '0', ...once() },
      }),
  ],
  'customers.newAllowed': ({ partner: { addedCustomers } }, { customers }) => [
    () => {
      const country = customers.countries?.[0] ?? 'DE'
      const added = { legalName: 'Contoso', tenant: `contoso${++tenants}`, adminName: 'Ada Roy' }
      return addedCustomers.add({ ...added, country: countryCode.parse(country), ...once() })
    },
  ],
  'requests.isOn': ({ partner: { relationshipRequest } }) => [() => relationshipRequest.draft({})],
  'requests.linkAuthors': ({ reseller: { relationshipRequest } }) => [() => relationshipRequest.draft({})],
  'requests.privilegesChoice': ({ partner: { relationshipRequest } }) => [
    () => relationshipRequest.draft({ withPrivileges: false }),
  ],
  // The platform's answer to it is text: the page opens the reader's own application.
  'requests.openInMailApp': () => [],
  'requests.sendForMe': ({ partner: { relationshipRequest, customerImports } }) => [
    () => relationshipRequest.sendAgain({ recipientId: newId(), address: 'ada@contoso.test', ...once() }),
    () => relationshipRequest.remind({ recipientIds: [newId()], ...once() }),
    () => customerImports.upload({ kind: 'invite', file, ...once() }),
  ],
  'users.passwordReset': ({ partner: { users } }) => [
    () => users.resetPassword({ id: colleague.membershipId, ...once() }),
  ],
  'users.rolesEditable': ({ partner: { users } }) => [
    async () => {
      const { membershipId } = await world.person(colleagues)
      const change = { name: 'Sami', agentType: 'helpdesk_agent', adminType: 'none' } as const
      return users.update({ id: membershipId, ...change, ...once() })
    },
  ],
  'indirect.isOn': ({ provider: { providers, relationshipRequest } }) => [
    () => providers.entry(),
    () => relationshipRequest.draft({ to: 'resellers' }),
  ],
  'businessProfile.isOn': ({ partner: { businessProfiles } }) => [() => businessProfiles.list({})],
  'referrals.isOn': ({ partner: { referrals } }) => [() => referrals.list({})],
  'serviceRequests.handling': ({ partner: { serviceRequests } }) => [
    () => serviceRequests.open({ id, service: 'microsoft-365', ...subject, ...once() }),
  ],
  'subscriptions.selfService': ({ partner: { customerPurchases } }) => [
    () => customerPurchases.permit({ id, isOn: false, ...once() }),
  ],
}

/**
 * What the API tells the pages that show what it opens, so that these leave it out or say why not. What is missing here the
 * sites read from the cloud themselves; their tests have it.
 */
const told: Partial<Record<ClosingFlag, (callers: Callers) => Promise<boolean>>> = {
  'agreements.attestedByPartner': async ({ partner: { customerAgreement } }) =>
    (await customerAgreement.get({ id: unsigned })).isAttestable,
  'customers.newAllowed': async ({ partner: { addedCustomers } }) =>
    (await addedCustomers.form()).whyNot === null,
  'requests.privilegesChoice': async ({ partner: { relationshipRequest } }) =>
    (await relationshipRequest.draft({})).privilegesChoice,
  'requests.openInMailApp': async ({ partner: { relationshipRequest } }) =>
    (await relationshipRequest.draft({})).openInMailApp,
  'requests.sendForMe': async ({ partner: { relationshipRequest } }) =>
    (await relationshipRequest.draft({})).sendForMe,
  'users.passwordReset': async ({ partner: { users } }) =>
    (await users.get({ id: colleague.membershipId })).whyNot.resetPassword?.code !== 'feature_off',
  'users.rolesEditable': async ({ partner: { users } }) =>
    (await users.get({ id: colleague.membershipId })).rolesEditable,
  'serviceRequests.handling': async ({ partner: { serviceRequests } }) =>
    (await serviceRequests.services({ id })).handling === 'native',
  'subscriptions.selfService': async ({ partner: { customerPurchases } }) =>
    (await customerPurchases.permission({ id })).closed === null,
}

/** What closes each: these codes are part of the API. */
const codes: Partial<Record<ClosingFlag, string[]>> = {
  'customers.newAllowed': ['new_customers_closed'],
  'businessProfile.isOn': ['not_found'],
  'indirect.isOn': ['not_found', 'feature_off'],
  'serviceRequests.handling': ['service_requests_elsewhere'],
}

/** What the sites read from the cloud: `cloud-flags.test.ts` of the portal and of the acceptance site. */
const readBySites: ClosingFlag[] = [
  ...(['requests.isOn', 'requests.linkAuthors', 'indirect.isOn'] as const),
  ...(['businessProfile.isOn', 'referrals.isOn'] as const),
]

const outcomeOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
    return 'done'
  } catch (error) {
    const refusal = error instanceof TRPCError && refusalOf(error)
    if (refusal) return refusal.code
    throw error
  }
}

/** A call at a time: two of them may be about the same rows. */
async function outcomesIn(flag: ClosingFlag, cloud: Cloud): Promise<string[]> {
  const outcomes: string[] = []
  for (const call of calls[flag](callersIn(cloud), cloud)) outcomes.push(await outcomeOf(call()))
  return outcomes
}

test.each(cloudIds)('R-006 R-007 the cloud %s has customers and requests', async (cloudId) => {
  const { customers, relationshipRequest } = callersIn(cloudOf(cloudId)).partner
  expect((await customers.list({})).customers).toContainEqual(expect.objectContaining({ id }))
  expect((await customers.get({ id })).account.name).toBe(customer.legalName)
  expect((await relationshipRequest.draft({})).languages).toEqual(cloudOf(cloudId).locales)
})

describe.each(closingFlags)('§3.6 %s', (flag) => {
  const closed = (count: number) => codes[flag] ?? Array.from({ length: count }, () => 'feature_off')

  test.each(cloudIds)('is obeyed by the API in the cloud %s', async (cloudId) => {
    const cloud = cloudOf(cloudId)
    const outcomes = await outcomesIn(flag, cloud)
    expect(outcomes).not.toContain('invalid_input')
    if (isOpen(cloud, flag)) for (const code of closed(outcomes.length)) expect(outcomes).not.toContain(code)
    else expect(outcomes).toEqual(closed(outcomes.length))
    for (const code of closed(0)) expect([403, 404]).toContain(statusOf[code as keyof typeof statusOf])
  })

  test.each([...cloudIds.map(cloudOf), turned(cloudOf('global'), flag)])(
    'is told to the pages in $id',
    async (cloud) => {
      const tells = told[flag]
      if (tells) expect(await tells(callersIn(cloud))).toBe(isOpen(cloud, flag))
      else expect(readBySites).toContain(flag)
    },
  )

  test('is obeyed the other way round, too', async () => {
    const other = turned(cloudOf('global'), flag)
    expect(isOpen(other, flag)).toBe(false)
    const outcomes = await outcomesIn(flag, other)
    expect(outcomes).toEqual(closed(outcomes.length))
  })
})
