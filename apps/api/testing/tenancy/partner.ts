import { randomUUID } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import type { PartnerRole } from '@entente/domain/core/role'
import { typesOf } from '@entente/domain/core/user-type'
import { consentVersion } from '@entente/domain/partner/partnership'
import { cloud, partnershipTokenOf } from '@entente/trpc/testing'
import type { Actor } from '../actors.ts'
import {
  type Entries,
  foreign,
  isOver,
  newcomer,
  once,
  ours,
  partnership,
  personOf,
  reachable,
  removed,
  street,
  withFactor,
  withReseller,
  world,
} from './tenants.ts'

const colleague = async () => (await personOf(ours.id, 'partner', 'sales_agent')).membershipId

async function mailedColleague() {
  const id = await colleague()
  await world.asOwner(
    `with person as (select account_id from auth.membership where id = $1),
      without as (delete from auth.credential where account_id in (select account_id from person))
    update auth.account set added_by = $2 where id in (select account_id from person)`,
    [id, ours.id],
  )
  return id
}

/** a person who manages users must be an admin agent too. */
const needsAdminAgent = ({ roles }: Actor) =>
  roles.includes('admin_agent') ? undefined : '409 admin_agent_missing'
const isNoReseller = () => '403 wrong_partner_kind'
const ofOurs = { at: 'id', owner: ours.id }

export const partner: Entries = {
  'partnerAccount.get': { gate: 'account.view' },
  'partnerAccount.changeProfile': {
    gate: 'account.edit',
    // A version that never existed, so that our profile stays as it is.
    input: () => ({ legalName: 'Contoso', country: 'DE', ...street, version: 999, ...once() }),
    answer: isOver,
  },
  'partnerAccount.changeContact': {
    gate: 'account.edit',
    input: () => ({ ...reachable, who: 'someone_else', name: 'Kim', version: 999, ...once() }),
    answer: isOver,
  },
  'partnerAccount.signAgreement': {
    gate: 'agreement.sign',
    input: () => ({
      accepted: true,
      version: cloud.agreements.partner.version,
      signer: 'Ada Roy',
      ...once(),
    }),
  },
  'partnerAccount.support': { gate: 'account.edit_support' },
  'partnerAccount.changeSupport': {
    gate: 'account.edit_support',
    input: () => ({ ...reachable, ...once() }),
  },
  'providers.list': { gate: 'public', input: () => ({}) },
  'providers.entry': { gate: 'provider_entry.edit' },
  'providers.saveEntry': {
    gate: 'provider_entry.edit',
    input: () => ({ ...reachable, countries: ['DE'], services: [], languages: ['de'], ...once() }),
  },
  'businessProfiles.list': { gate: 'public', input: () => ({}) },
  'businessProfiles.logo': {
    gate: 'public',
    input: () => ({ id: randomUUID() }),
    answer: () => '404 not_found',
  },
  'businessProfiles.own': { gate: 'business_profile.edit' },
  'businessProfiles.ownLogo': { gate: 'business_profile.edit', answer: () => '404 not_found' },
  'businessProfiles.save': {
    gate: 'business_profile.edit',
    input: () => ({ description: 'We help.', services: [], locations: [], isPublished: true, ...once() }),
  },
  'businessProfiles.saveLogo': { gate: 'business_profile.edit', input: () => ({ content: '', ...once() }) },
  'partnerships.review': {
    gate: 'partnerships.authorise',
    input: () => ({ token: partnershipTokenOf(foreign) }),
  },
  'partnerships.authorise': {
    gate: 'partnerships.authorise',
    input: () => ({
      ...{ token: partnershipTokenOf(foreign), consent: { given: true, version: consentVersion } },
      ...once(),
    }),
    answer: isNoReseller,
  },
  'partnerships.decline': {
    gate: 'partnerships.authorise',
    input: () => ({ token: partnershipTokenOf(foreign), ...once() }),
    answer: isNoReseller,
  },
  'partnerships.list': { gate: 'partnerships.view', input: () => ({}) },
  'partnerships.get': { gate: 'partnerships.view', input: () => partnership, id: ofOurs },
  'partnerships.removeAccess': {
    gate: 'partnerships.remove_access',
    input: () => ({ id: partnership.id, ...once() }),
    id: ofOurs,
    answer: isNoReseller,
  },
  'partnerships.remove': {
    gate: 'partnerships.remove',
    input: async () => ({
      ...{ id: (await withReseller()).id, typedName: 'Resale' },
      ...{ attestation: { given: true, version: attestationVersion }, ...once() },
    }),
    id: ofOurs,
  },
  'partnerships.account': { gate: 'reseller_accounts.view', input: () => partnership, id: ofOurs },
  'partnerships.users': { gate: 'reseller_accounts.view', input: () => partnership, id: ofOurs },
  'partnerships.activity': { gate: 'reseller_accounts.view', input: () => partnership, id: ofOurs },
  'partnerAccount.settings': { gate: 'home.view' },
  'partnerAccount.activity': { gate: 'account.view_activity', input: () => ({}) },
  'partnerAccount.signIn': { gate: 'account.manage_sign_in' },
  'partnerAccount.requireSecondFactor': {
    gate: 'account.manage_sign_in',
    input: () => ({ required: false, ...once() }),
  },
  'partnerAccount.saveDirectory': {
    gate: 'account.manage_sign_in',
    // Nothing listens at this address.
    input: () => ({ issuer: 'http://localhost:1', clientId: 'a', clientSecret: 'b', ...once() }),
  },
  'partnerAccount.testDirectory': {
    gate: 'account.manage_sign_in',
    answer: () => '422 directory_unusable',
  },
  'partnerAccount.declareAddresses': {
    gate: 'account.manage_sign_in',
    input: () => ({ verified: false, ...once() }),
  },
  'partnerAccount.switchDirectory': {
    gate: 'account.manage_sign_in',
    input: () => ({ on: false, ...once() }),
  },
  'partnerAccount.removeDirectory': {
    gate: 'account.manage_sign_in',
    input: () => ({ typedName: 'localhost:1', ...once() }),
  },
  'home.get': { gate: 'home.view' },
  'home.suspension': { gate: 'home.view' },
  'users.list': { gate: 'users.view', input: () => ({}) },
  'users.get': {
    gate: 'users.view',
    input: async () => ({ id: await colleague() }),
    id: { at: 'id', owner: ours.id },
  },
  'users.globalAdmins': { gate: 'users.view_admins' },
  'users.add': {
    gate: 'users.manage',
    input: () => ({ name: 'Ada Roy', email: newcomer().email, agentType: 'sales_agent', ...once() }),
    answer: needsAdminAgent,
  },
  'users.update': {
    gate: 'users.manage',
    input: async () => ({ id: await colleague(), name: 'Ada Roy', agentType: 'helpdesk_agent', ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
  'users.setOwnAgentType': {
    gate: 'users.manage_own_agent_role',
    input: ({ roles }) => ({ agentType: typesOf(roles as PartnerRole[]).agentType, ...once() }),
  },
  'users.resetPassword': {
    gate: 'users.reset_password',
    input: async () => ({ id: await colleague(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'users.sendLink': {
    gate: 'users.manage',
    input: async () => ({ id: await mailedColleague(), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
  'users.resetSecondFactor': {
    gate: 'users.reset_second_factor',
    input: async () => ({
      id: (await withFactor(ours.id, 'partner', 'sales_agent')).membershipId,
      ...once(),
    }),
    id: { at: 'id', owner: ours.id },
  },
  'users.remove': {
    gate: 'users.manage',
    input: async () => ({ id: await colleague(), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
  'users.restore': {
    gate: 'users.manage',
    input: async () => ({ id: await removed(await colleague()), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: needsAdminAgent,
  },
}
