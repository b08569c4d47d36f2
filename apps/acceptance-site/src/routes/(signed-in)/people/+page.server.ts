import { decideJoinInput, personIdInput } from '@entente/domain/identity/person'
import { nameSecurityContactInput } from '@entente/domain/identity/security-contact'
import type { PlainKey } from '@entente/i18n/translate'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

const saved = ['required', 'optional'] as const
const contactSaved = ['named', 'removed'] as const

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  const { people, removed, isSecondFactorRequired } = await event.locals.api.people.list.query()
  const { searchParams } = event.url
  const justDecided = searchParams.get('decided')
  const justRestored = searchParams.get('restored')
  const keyed = <Person extends object>(person: Person) => ({
    ...person,
    idempotencyKey: newIdempotencyKey(),
  })
  return {
    organisation: organisation?.legalName ?? '',
    requests: people.filter(({ status }) => status === 'requested').map(keyed),
    members: people.filter(({ status }) => status !== 'requested'),
    removed: removed.map(keyed),
    decided: people.find(({ id, status }) => id === justDecided && status !== 'requested'),
    justRemoved: removed.map(keyed).find(({ id }) => id === searchParams.get('removed')),
    restored: people.find(({ id, status }) => id === justRestored && status === 'active'),
    saved: saved.find((known) => known === searchParams.get('saved')),
    contact: await event.locals.api.securityContact.get.query(),
    contactKeys: { name: newIdempotencyKey(), remove: newIdempotencyKey() },
    contactSaved: contactSaved.find((known) => known === searchParams.get('contact')),
    isSecondFactorRequired,
    factorKey: newIdempotencyKey(),
  }
}

const answers: Record<string, PlainKey> = {
  global_admin: 'acceptance.people.approve_admin',
  decline: 'acceptance.people.decline',
}

export const actions: Actions = {
  decide: (event) =>
    formAction(event, {
      schema: decideJoinInput,
      press: ({ decision = '' }) => answers[decision] ?? 'acceptance.people.approve_user',
      send: (input) => event.locals.api.people.decide.mutate(input),
      next: (_, { id }) => `/people?decided=${id}`,
    }),

  restore: (event) =>
    formAction(event, {
      schema: personIdInput,
      press: ({ undo }) => (undo ? 'common.undo' : 'acceptance.people.restore'),
      send: (input) => event.locals.api.people.restore.mutate(input),
      next: (_, { id }) => `/people?restored=${id}`,
    }),

  nameContact: (event) =>
    formAction(event, {
      schema: nameSecurityContactInput,
      press: 'acceptance.people.contact.name',
      send: (input) => event.locals.api.securityContact.name.mutate(input),
      next: '/people?contact=named',
    }),

  removeContact: (event) =>
    formAction(event, {
      press: 'acceptance.people.contact.remove',
      send: (keyed) => event.locals.api.securityContact.remove.mutate(keyed),
      next: '/people?contact=removed',
    }),

  requireFactor: (event) =>
    formAction(event, {
      press: 'common.factor.require',
      send: (keyed) => event.locals.api.people.requireSecondFactor.mutate({ ...keyed, required: true }),
      next: '/people?saved=required',
    }),

  relaxFactor: (event) =>
    formAction(event, {
      press: 'acceptance.people.factor.relax',
      send: (keyed) => event.locals.api.people.requireSecondFactor.mutate({ ...keyed, required: false }),
      next: '/people?saved=optional',
    }),
}
