import { randomUUID } from 'node:crypto'
import { issueSetUpLink } from '@entente/auth/set-up-link'
import { asAuth } from '@entente/db/core/scopes'
import { cloud, keyring } from '@entente/trpc/testing'
import { codeOf } from '@entente/trpc/testing/second-factor'
import { givenSecurityContact } from '@entente/trpc/testing/security-contact'
import type { Actor } from '../actors.ts'
import {
  customer,
  type Entries,
  foreignCustomer,
  newCompany,
  newcomer,
  once,
  oneTime,
  ours,
  password,
  personOf,
  removed,
  sessionOfNextCall,
  tokenOfActor,
  withFactor,
  world,
} from './tenants.ts'

const joiner = () =>
  world.person({ organisationId: customer.id, audience: 'customer', roles: [], status: 'requested' })

/** Starts to set up a second factor, where the actor may. */
async function begun(actor: Actor) {
  const token = await tokenOfActor(actor)
  sessionOfNextCall.set(actor, token)
  const api = world.caller({ token })
  await api.secondFactor.begin(once()).catch(() => undefined)
  return api
}

async function firstCode(actor: Actor): Promise<string> {
  const setUp = await (await begun(actor)).secondFactor.setUp().catch(() => undefined)
  return setUp ? codeOf(world, setUp.secret) : '000000'
}

async function ownOtherSession({ account }: Actor) {
  if (!account) return { id: randomUUID(), ...once() }
  const { sessions } = await (await world.as(account)).session.list()
  return { id: sessions[0]?.id, ...once() }
}
const customersColleague = async () => (await personOf(customer.id, 'customer', 'user')).membershipId

async function setUpToken(): Promise<string> {
  const account = await personOf(customer.id, 'customer', 'user')
  const link = await asAuth(world.api, null, (db) =>
    issueSetUpLink(db, keyring.link, { cloud: cloud.id, account }, world.clock.now()),
  )
  return link.token
}
const askedContact = async () => (await givenSecurityContact(world, await world.customer())).token

export const identity: Entries = {
  'instance.about': { gate: 'public' },
  'instance.contact': { gate: 'public' },
  'session.signIn': {
    gate: 'public',
    site: 'customer',
    input: async () => ({
      email: (await personOf(customer.id, 'customer', 'user')).email,
      password,
    }),
  },
  'session.current': { gate: 'public' },
  'session.waiting': { gate: 'public' },
  'session.giveSecondFactor': {
    gate: 'public',
    input: () => ({ code: '000000' }),
    answer: ({ name }) => (name === 'awaits second factor' ? '401 wrong_code' : '401 not_signed_in'),
  },
  'session.replaceTemporaryPassword': {
    gate: 'public',
    input: () => ({ password: 'violet orchard signal 9' }),
    answer: ({ name }) => (name === 'awaits password change' ? '200' : '401 not_signed_in'),
  },
  'directorySignIn.start': { gate: 'public', input: () => ({ email: ours.person.email }) },
  'directorySignIn.finish': {
    gate: 'public',
    input: () => ({ state: 'made up', query: '?code=1' }),
    answer: () => '401 directory_sign_in_refused',
  },
  'operatorSignIn.way': { gate: 'public' },
  'operatorSignIn.start': { gate: 'public', answer: () => '401 operator_sign_in_refused' },
  'operatorSignIn.startConfirming': { gate: 'session', answer: () => '401 operator_sign_in_refused' },
  'operatorSignIn.finish': {
    gate: 'public',
    input: () => ({ state: 'made up', query: '?code=1' }),
    answer: () => '401 operator_sign_in_refused',
  },
  'session.howToConfirm': { gate: 'session' },
  'session.stepUp': { gate: 'session', input: () => ({ password }) },
  'session.list': { gate: 'session' },
  'session.end': { gate: 'session', input: ownOtherSession },
  'session.endOthers': { gate: 'session', input: once },
  'session.signOut': { gate: 'public' },
  'session.organisations': { gate: 'session' },
  'session.switchOrganisation': {
    gate: 'session',
    input: ({ tenant }) => ({ id: tenant ?? randomUUID() }),
    answer: ({ tenant }) => (tenant ? undefined : '404 not_found'),
  },
  'secondFactor.status': { gate: 'factor' },
  'secondFactor.begin': { gate: 'factor', input: once },
  'secondFactor.setUp': { gate: 'factor', input: async (actor) => void (await begun(actor)) },
  'secondFactor.confirm': {
    gate: 'factor',
    input: async (actor) => ({ code: await firstCode(actor), ...once() }),
  },
  'secondFactor.newRecoveryCodes': {
    gate: 'factor',
    input: once,
    answer: ({ name }) => (name === 'awaits set-up' ? '401 not_signed_in' : undefined),
  },
  'secondFactor.turnOff': {
    gate: 'factor',
    input: once,
    answer: ({ name, audience }) =>
      name === 'awaits set-up'
        ? '401 not_signed_in'
        : audience === 'operator'
          ? '409 second_factor_mandatory'
          : undefined,
  },
  'choices.keep': { gate: 'session', input: () => ({ form: { agreement: 'on' }, ...once() }) },
  'choices.kept': {
    gate: 'session',
    input: async () => ({
      id: (await (await world.as(customer.person)).choices.keep({ form: { a: 'b' }, ...once() })).id,
    }),
    // Each call uses a session of its own, and choices belong to one session.
    answer: () => '404 not_found',
  },
  'account.signUp': { gate: 'public', input: () => ({ ...newcomer(), ...once() }) },
  'account.signUpStatus': { gate: 'public', input: async () => ({ token: await oneTime('sign_up') }) },
  'account.confirmSignUp': {
    gate: 'public',
    input: async () => ({ token: await oneTime('sign_up'), ...newCompany, password, ...once() }),
  },
  'account.requestReset': {
    gate: 'public',
    input: () => ({ email: 'a@b.example', ...once() }),
  },
  'account.resetStatus': { gate: 'public', input: async () => ({ token: await oneTime('reset') }) },
  'account.resetPassword': {
    gate: 'public',
    input: async () => ({ token: await oneTime('reset'), password, ...once() }),
  },
  'account.setUpStatus': { gate: 'public', input: async () => ({ token: await setUpToken() }) },
  'account.setUp': {
    gate: 'public',
    input: async () => ({ token: await setUpToken(), password, ...once() }),
  },
  'account.changePassword': {
    gate: 'session',
    input: () => ({ current: password, password: 'orchard signal maple 7', ...once() }),
  },
  'account.setPreferences': { gate: 'session', input: () => ({ locale: 'de', ...once() }) },
  'people.list': { gate: 'people.manage' },
  'people.decide': {
    gate: 'people.manage',
    input: async () => ({ id: (await joiner()).membershipId, decision: 'user', ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.get': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.changeRole': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague(), role: 'global_admin', ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.endSessions': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague(), ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.resetSecondFactor': {
    gate: 'people.manage',
    input: async () => ({ id: (await withFactor(customer.id, 'customer', 'user')).membershipId, ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'securityContact.get': { gate: 'people.manage' },
  'securityContact.name': {
    gate: 'people.manage',
    input: () => ({ email: `security@${randomUUID()}.example`, ...once() }),
  },
  'securityContact.remove': {
    gate: 'people.manage',
    input: async () => {
      await givenSecurityContact(world, customer)
      await givenSecurityContact(world, foreignCustomer)
      return once()
    },
  },
  'securityContact.status': {
    gate: 'public',
    input: async () => ({ token: await askedContact() }),
  },
  'securityContact.confirm': {
    gate: 'public',
    input: async () => ({ token: await askedContact(), ...once() }),
  },
  'people.requireSecondFactor': {
    gate: 'people.manage',
    input: () => ({ required: false, ...once() }),
  },
  'people.remove': {
    gate: 'people.manage',
    input: async () => ({ id: await customersColleague(), ...once() }),
    id: { at: 'id', owner: customer.id },
  },
  'people.restore': {
    gate: 'people.manage',
    input: async () => ({ id: await removed(await customersColleague()), ...once() }),
    id: { at: 'id', owner: customer.id },
  },
}
