// Every page of the three sites, with data where the page can show some.
import { isFull } from '@entente/testkit/full'
import { accessPages } from './access-pages.ts'
import { billingPages } from './billing-pages.ts'
import { consolePages } from './console-pages.ts'
import { endingPages } from './ending-pages.ts'
import { importPages } from './import-pages.ts'
import { partnerPages } from './partner-pages.ts'
import { type Given, givenPeople } from './people.ts'
import { providerPages } from './provider-pages.ts'
import { referralPages } from './referral-pages.ts'
import { servicePages } from './service-pages.ts'
import { pageOn, type SitePage } from './site-page.ts'
import { routesOf } from './site-routes.ts'
import type { World } from './world.ts'

export const sides = ['partner', 'customer', 'operator'] as const

/** Creates organisations, relationships and mails, and lists the resulting pages. */
export async function givenPages(world: World, keysFile: string): Promise<SitePage[]> {
  const given = await givenPeople(world, keysFile)
  return [
    ...portalPages(given),
    ...enrolPages(given),
    ...userPages(given),
    ...(await providerPages(world, given.operator)),
    ...(await endingPages(world, given.operator)),
    ...(await servicePages(world, given.operator)),
    ...(await importPages(world)),
    ...(await referralPages(world, given.operator)),
    ...(await partnerPages(world, given)),
    ...(await accessPages(world)),
    ...(await billingPages(world)),
    ...acceptancePages(given),
    ...consolePages(given),
    ...sides.flatMap((side) => ['/help', '/help/own'].map((path) => pageOn(side)(`${side} ${path}`, path))),
  ]
}

/** The first page of each route, which is the one with data; the long run returns all pages. */
export function chosen(pages: readonly SitePage[]): SitePage[] {
  if (isFull) return [...pages]
  const routes = Object.fromEntries(sides.map((side) => [side, routesOf(side)]))
  const routeOf = ({ side, path }: SitePage) =>
    `${side} ${routes[side]?.find(({ pattern }) => pattern.test(path.split('?')[0] ?? ''))?.route ?? path}`
  return [...new Map([...pages].reverse().map((page) => [routeOf(page), page])).values()].reverse()
}

/** Groups the pages by visitor, so that each visitor needs only one window. */
export function byVisitor(pages: readonly SitePage[]): SitePage[][] {
  const visitorOf = ({ side, as }: SitePage) => [side, as?.membershipId, as?.awaits].join(' ')
  return [...Map.groupBy(pages, visitorOf).values()]
}

function portalPages(given: Given): SitePage[] {
  const page = pageOn('partner')
  const { partner, helpdesk, empty, waiting, factor, begun, relationshipId } = given
  const { person } = partner
  return [
    page('portal sign-in', '/sign-in?return=%2Fcustomers'),
    page('portal reset', '/reset'),
    page('portal reset sent', '/reset?sent'),
    page('portal new password', given.partnerReset),
    page('portal first password', `/set-up/${given.partnerSetUp}`),
    page('portal link of no worth', '/set-up/unknown'),
    page('portal not found', '/nowhere'),
    page('portal second step', '/sign-in/second-factor?return=%2Fcustomers', waiting.partner),
    page('home', '/', person),
    page('customers', '/customers', person),
    page('customer in place', `/customers?open=${relationshipId}`, person),
    page('customers, no match', '/customers?search=zzz', person),
    page('customer', `/customers/${relationshipId}`, person),
    page('request', '/requests/new', person),
    page('log', '/requests', person),
    page('log entry', `/requests/${given.requestId}?sent`, person),
    page('portal account', '/account', person),
    page('portal second factor', '/account/second-factor', person),
    page('portal confirm', '/confirm-its-you?return=%2Faccount', person),
    page('portal second factor, on', '/account/second-factor', factor.partner),
    page('portal account, second factor', '/account', factor.partner),
    page('portal confirm with a code', '/confirm-its-you', factor.partner),
    page('home, none yet', '/', empty.person),
    page('home, helpdesk', '/', helpdesk),
    page('customers, none yet', '/customers', empty.person),
    page('log, none yet', '/requests', empty.person),
    page('portal second factor, begun', '/account/second-factor', begun.partner),
    page('request refused', '/requests/new', helpdesk),
    page('portal sign-in through a directory', '/sign-in/directory'),
    page('portal directory, direct address', `/sign-in/directory/${partner.id}`),
    page('portal directory, no way back', `/sign-in/directory/${partner.id}/callback?state=x`),
    page('portal directory, former address', '/sign-in/directory/callback?state=x'),
    page('portal second factor asked', '/sign-in/set-up-second-factor', {
      ...helpdesk,
      awaits: 'second_factor_set_up',
    }),
    page('settings', '/settings', person),
    page('company profile', '/settings/profile', person),
    page('company profile, support only', '/settings/profile', helpdesk),
    page('change of the legal profile', '/settings/profile/legal', person),
    page('change of the contact', '/settings/profile/contact', person),
    page('change of the support', '/settings/profile/support', person),
    page('settings, sign-in', '/settings/sign-in', person),
    page('settings, directory', '/settings/directory', person),
    page('settings, agreement', '/settings/agreement', person),
    page('activity log', '/settings/activity', person),
    page('activity log, no match', '/settings/activity?person=zzz', person),
  ]
}

function enrolPages({ applications, partner: { person } }: Given): SitePage[] {
  const [page, { begun, choosing, draft, waiting, asked, accepted }] = [pageOn('partner'), applications]
  return [
    page('become a partner', '/enrol'),
    page('work account', '/enrol/account?kind=direct_bill'),
    page('create a work account', '/enrol/create?kind=direct_bill'),
    page('create a work account, check mail', '/enrol/check-mail'),
    page('confirm a work account', applications.accountLink),
    page('contact asked', applications.contactLink),
    page('another kind of account', '/enrol/start?kind=indirect_provider', person),
    page('companies', '/enrol/companies', person),
    page('enrolment, begun', '/enrol/status', begun.applicant),
    page('membership', '/enrol/membership', begun.applicant),
    page('choice of a profile', '/enrol/membership/choose', choosing.applicant),
    page('legal profile', '/enrol/legal-profile', draft.applicant),
    page('primary contact', '/enrol/primary-contact', draft.applicant),
    page('support', '/enrol/support', draft.applicant),
    page('further checks', '/enrol/evidence', draft.applicant),
    page('review and enrol', '/enrol/review', draft.applicant),
    page('enrolment, contact asked', '/enrol/status', waiting.applicant),
    page('enrolment, documents requested', '/enrol/status', asked.applicant),
    page('documents', '/enrol/documents', asked.applicant),
    page('partner agreement', '/enrol/agreement', accepted.applicant),
  ]
}

function userPages({ partner: { person }, helpdesk, removed, factor, empty }: Given): SitePage[] {
  const page = pageOn('partner')
  const user = `/settings/users/${helpdesk.membershipId}`
  return [
    page('portal temporary password', '/sign-in/change-password', { ...helpdesk, awaits: 'password_change' }),
    page('users', '/settings/users', person),
    page('add user', '/settings/users/new', person),
    page('roles', '/settings/users/roles', person),
    page('user', user, person),
    page('user, removed', `/settings/users/${removed.membershipId}`, person),
    page('user, second factor on', `/settings/users/${factor.partner.membershipId}`, empty.person),
    page('remove user', `${user}/remove`, person),
    page('new temporary password', `${user}/reset`, person),
  ]
}

function acceptancePages(given: Given): SitePage[] {
  const page = pageOn('customer')
  const { customer, newcomer, member, rival, link, waiting, factor, begun } = given
  const invitation = `/invitation/${link.token}`
  const removal = `/partner-relationships/${rival.id}/remove-roles`
  return [
    page('invitation', invitation),
    page('genuine mail', '/genuine'),
    page('unknown invitation', invitation.slice(0, -1)),
    page('sign-in', `/sign-in?return=${encodeURIComponent(`${invitation}/review`)}`),
    page('sign-up', `/sign-up?invitation=${link.token}`),
    page('check mail', '/sign-up/check-mail'),
    page('confirm', given.confirm),
    page('confirm, link of no worth', '/confirm/unknown'),
    page('confirmed, waiting', '/confirm/requested'),
    page('reset', '/reset'),
    page('reset sent', '/reset?sent'),
    page('new password', given.reset),
    page('security contact asked', given.contactLink),
    page('second step', '/sign-in/second-factor', waiting.customer),
    page('invitation, signed in', invitation, customer.person),
    page('review', `${invitation}/review`, customer.person),
    page('people', '/people', customer.person),
    page('people, somebody removed', `/people?removed=${given.leaver.membershipId}`, newcomer.person),
    page('person', `/people/${member.membershipId}`, customer.person),
    page('person, oneself', `/people/${customer.person.membershipId}`, customer.person),
    page('person, removed', `/people/${given.leaver.membershipId}`, newcomer.person),
    page('remove person', `/people/${member.membershipId}/remove`, customer.person),
    page('second factor asked', '/sign-in/set-up-second-factor', {
      ...member,
      awaits: 'second_factor_set_up',
    }),
    page('account', '/account', customer.person),
    page('second factor', '/account/second-factor', customer.person),
    page('confirm with a password', `/confirm-its-you?return=${removal}`, customer.person),
    page('review, nothing to decide', `${invitation}/review`, newcomer.person),
    page('done', `${invitation}/done`, newcomer.person),
    page('second factor, begun', '/account/second-factor', begun.customer),
    page('review, not an admin', `${invitation}/review`, member),
    page('second factor, on', '/account/second-factor', factor.customer),
    page('confirm with a code', '/confirm-its-you', factor.customer),
  ]
}
