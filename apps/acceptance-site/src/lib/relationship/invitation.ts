import type { Cloud } from '@entente/domain/core/cloud'
import type { Locale } from '@entente/domain/core/locale'
import { may } from '@entente/domain/core/permission'
import { statusOf } from '@entente/domain/refusal'
import { mayBeCustomer } from '@entente/domain/relationship/acceptance'
import { countryName, formatList } from '@entente/i18n/format'
import { refusalText } from '@entente/i18n/refusal'
import type { Api } from '@entente/site/api'
import { refusalOf } from '@entente/site/refusal'
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { signInPath } from '../core/paths.ts'

/** What everybody with the link may read. */
export type Card = Awaited<ReturnType<Api['invitation']['card']['query']>>
/** What a person decides on who may decide for the customer. */
export type Review = Awaited<ReturnType<Api['invitation']['review']['query']>>
export type ServiceRow = Review['services'][number]

/**
 * The current state of the request behind a link. Throws a 403 error with the people to ask if the visitor is not a
 * person who may decide (R-022, D-08), and redirects to sign-in if the session has ended. Rethrows other refusals.
 */
export async function readReview({ locals, url }: RequestEvent, token: string): Promise<Review> {
  try {
    return await locals.api.invitation.review.query({ token })
  } catch (cause) {
    const refusal = refusalOf(cause)
    if (refusal?.code === 'not_signed_in') redirect(303, signInPath(url.pathname))
    if (refusal?.code !== 'not_decider') throw cause
    return refuseOthers({ locals }, refusal.admins)
  }
}

type Admin = { name: string; email: string }

/** Throws the page that says who decides, to somebody who may not. */
export function refuseOthers(
  { locals: { requestId, t } }: Pick<RequestEvent, 'locals'>,
  admins: Admin[],
): never {
  const code = 'not_decider'
  error(statusOf[code], refusalText(t, { code, admins }), { code, admins, requestId })
}

/** What a cloud tells before an acceptance: the countries that it serves, null for every one, and its data trustee. */
export const toldBefore = ({ customers: { countries, dataTrustee } }: Cloud, locale: Locale) => ({
  dataTrustee,
  served: countries
    ? countries.map((country) => countryName(locale, country)).toSorted(new Intl.Collator(locale).compare)
    : null,
})

export type Standing = 'complete' | 'active' | 'removed' | 'declined' | 'open'
type Known = Review['parties'][number]['relationship']

/** How a request stands for the customer: what a person who opens it again sees first. */
export function standingOf(
  relationships: readonly Known[],
  { holdsAll, declinedAt }: { holdsAll: boolean; declinedAt: string | null },
): Standing {
  if (relationships.every((one) => one === 'active')) return holdsAll ? 'complete' : 'active'
  if (relationships.includes('active')) return 'active'
  if (relationships.includes('removed')) return 'removed'
  return declinedAt ? 'declined' : 'open'
}

/** What a signed-in person may know about a request: how it stands with each party, and who decides. */
export async function readStanding(event: RequestEvent, token: string, card: Card) {
  const { session, api, t } = event.locals
  if (!session?.organisation) return undefined
  if (may('customer', session.roles, 'invitation.decide')) {
    const { parties, services, declinedAt, customer } = await readReview(event, token)
    const known = parties.map((party) => ({
      ...{ legalName: party.legalName, relationship: party.relationship },
      holdsAll: holdsAll(party, services),
    }))
    const { country } = customer
    const isServed = mayBeCustomer(event.locals.cloud, country)
    return {
      ...{ ...summed(known, declinedAt), admins: undefined },
      whyNot: isServed ? undefined : refusalText(t, { code: 'country_not_allowed', country }),
    }
  }
  const lists = await Promise.all(
    card.parties.map(({ partnerId: search }) => api.partnerRelationships.list.query({ search })),
  )
  const partners = lists.flatMap((list) => list.partners)
  const admins = lists[0]?.admins ?? []
  const known = card.parties.map(({ legalName, partnerId, services }) => {
    const listed = partners.find((one) => one.partnerId === partnerId)
    const holdsAll = services.length === 0 || listed?.services.every(({ held }) => held) === true
    return { legalName, relationship: listed?.status ?? ('none' as const), holdsAll }
  })
  return { ...summed(known, null), admins, whyNot: undefined }
}

/** What the customer has with one of the parties already. */
export type KnownParty = { legalName: string; relationship: Known; holdsAll: boolean }

const summed = (parties: KnownParty[], declinedAt: string | null) => ({
  parties,
  declinedAt,
  standing: standingOf(
    parties.map(({ relationship }) => relationship),
    { holdsAll: parties.every((party) => party.holdsAll), declinedAt },
  ),
})

/** Whether a party has all privileges that the link asks for it. */
export const holdsAll = (
  { services: asked }: Pick<Review['parties'][number], 'services'>,
  rows: Review['services'],
): boolean =>
  asked.every((id) => rows.some(({ service, state }) => service === id && state === 'already_yours'))

/** The names of a link's parties, as one phrase, and how many they are. */
export const named = (locale: Locale, parties: readonly { legalName: string }[]) => ({
  partners: formatList(
    locale,
    parties.map(({ legalName }) => legalName),
  ),
  count: parties.length,
})

/** Whether a partner says where its customers find help. */
export const hasSupport = ({ email, phone, website }: Card['partner']['support']): boolean =>
  [email, phone, website].some(Boolean)
