// Companies that enrol, each at the end of its story in seed-companies.ts. Every step is the one that a person takes on
// a page, at the time at which they would have taken it.
import { randomUUID } from 'node:crypto'
import { linkToken } from '@entente/auth/link-token'
import { hashPassword } from '@entente/auth/password'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asAuth, asTenant } from '@entente/db/core/scopes'
import { insertApplicant } from '@entente/db/enrolment/applications'
import { findEnrolment } from '@entente/db/enrolment/enrolments'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import { listContactLinks } from '@entente/db/identity/one-time-links'
import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import type { DocumentKind } from '@entente/domain/enrolment/enrolment-input'
import type { DemoAccount } from '@entente/testkit/demo'
import { type Actor, type Actors, ago, newPassword, once } from './seed-actors.ts'
import { type Company, companies, homeOf, membershipOf, type Step, type Story } from './seed-companies.ts'
import { onePagePdf } from './seed-document.ts'
import { atHome } from './seed-home.ts'

type EnrollingCompany = Company & {
  id: Id<'organisation'>
  applicant: Actor
  /** The applicant's address. */
  email: string
  password: string
}

const minutesApart = 7

/** Performs every step, oldest first; returns the applicants' accounts, and the companies whose contact has to answer. */
export async function seedApplications(
  actors: Actors,
  reviewer: Actor,
): Promise<{ accounts: DemoAccount[]; waiting: string[] }> {
  const enrolling = companies.map((company) => adapted(actors, company))
  const steps = enrolling.flatMap((company) => timed(company.story).map((step) => ({ ...step, company })))
  steps.sort((one, other) => one.at.getTime() - other.at.getTime())
  for (const { company, step, at } of steps) await perform(actors, reviewer, company, step, at)
  const accounts = await Promise.all(enrolling.map((company) => accountOf(actors, company)))
  const waiting = enrolling.filter((_, index) => accounts[index]?.application === 'submitted')
  return { accounts, waiting: waiting.map(({ id }) => id) }
}

/** Adapts the companies to a cloud that accepts only certain countries and kinds. */
function adapted({ cloud }: Actors, company: Company): EnrollingCompany {
  const { kinds, countries } = cloud.enrolment
  const { country, legalName: name } = atHome({ ...company, legalName: company.name }, countries)
  const kind = kinds.includes(company.kind) ? company.kind : (kinds[0] as PartnerKind)
  const email = `${company.person.split(' ')[0]?.normalize('NFD').replace(/\W/g, '').toLowerCase()}@${company.domain}`
  return {
    ...{ ...company, name, country, kind, email, password: newPassword() },
    id: newId<'organisation'>(),
    applicant: { id: newId<'account'>(), membershipId: newId<'membership'>(), audience: 'partner' },
  }
}

const timed = (story: Story): { at: Date; step: Step }[] =>
  story.flatMap(([daysAgo, ...steps]) =>
    steps.map((step, index) => ({
      step,
      at: new Date(ago(daysAgo).getTime() + index * minutesApart * 60_000),
    })),
  )

async function accountOf({ database }: Actors, company: EnrollingCompany): Promise<DemoAccount> {
  const { id, name, kind, email, password } = company
  const scope = { organisationId: id, audience: 'partner', personId: null } as const
  const enrolment = await asTenant(database, scope, (db) => findEnrolment(db, id))
  return {
    ...{ audience: 'partner', organisation: name, kind, roles: ['global_admin'], email },
    ...{ password, totpSecret: null, application: enrolment?.state ?? null },
  }
}

async function perform(
  actors: Actors,
  reviewer: Actor,
  company: EnrollingCompany,
  step: Step,
  at: Date,
): Promise<void> {
  if (step === 'begin') return begin(actors, company, at)
  if (typeof step === 'object' || step === 'review' || step === 'accept')
    return decide(actors, reviewer, company, step, at)
  const { enrolment } = await actors.at(at, company.applicant)
  const { name, country, domain, registrationNumber, person, contact, email } = company
  const { phone, ...address } = homeOf(country)
  switch (step) {
    case 'link': {
      const profile = membershipOf(company)
      actors.membershipFinds([profile])
      await enrolment.signInToMembership({ userName: email, password: 'not asked' })
      return void (await enrolment.chooseProfile({ mpnId: profile.mpnId, ...once() }))
    }
    case 'profile': {
      const profile = { legalName: name, registrationNumber, country, line2: '', ...address }
      return void (await enrolment.saveLegalProfile({ ...profile, ...once() }))
    }
    case 'contact': {
      const other = contact && { who: 'someone_else' as const, name: contact, email: `contact@${domain}` }
      const own = { who: 'me' as const, name: person, email }
      return void (await enrolment.saveContact({ ...(other || own), phone, country, ...once() }))
    }
    case 'support': {
      const support = { email: `help@${domain}`, website: `https://${domain}`, phone, country }
      return void (await enrolment.saveSupport({ ...support, ...once() }))
    }
    case 'submit': {
      await giveEvidence(enrolment, name)
      const { version } = await enrolment.get()
      return void (await enrolment.submit({ version, ...once() }))
    }
    case 'confirm': {
      const token = await contactToken(actors, company)
      const visitor = await actors.at(at)
      const statements = { signedUp: true, addressIsOurs: true } as const
      return void (await visitor.enrolment.confirmContact({ token, ...statements, ...once() }))
    }
    case 'upload':
      return upload(enrolment, 'registration', `Register extract of ${name}`)
  }
}

type Enrolment = Awaited<ReturnType<Actors['at']>>['enrolment']

/** The documents and consents that the checks of this cloud need. */
async function giveEvidence(enrolment: Enrolment, name: string): Promise<void> {
  for (const { check, document, consent } of (await enrolment.get()).asked) {
    if (document) await upload(enrolment, document, `Document of ${name}`)
    if (consent) await enrolment.giveConsent({ check, ...once() })
  }
}

async function upload(enrolment: Enrolment, kind: DocumentKind, title: string): Promise<void> {
  const name = `${title
    .toLowerCase()
    .replace(/ of .*/, '')
    .replaceAll(' ', '-')}.pdf`
  const content = onePagePdf(title).toString('base64')
  await enrolment.uploadDocument({ kind, name, comment: '', content, ...once() })
}

type Decision = Exclude<Step, string> | 'review' | 'accept'

async function decide(
  actors: Actors,
  reviewer: Actor,
  { id }: EnrollingCompany,
  step: Decision,
  at: Date,
): Promise<void> {
  const { operatorEnrolments } = await actors.at(at, reviewer)
  if (step === 'accept') await passOpenChecks(operatorEnrolments, id)
  const { application } = await operatorEnrolments.get({ id })
  const seen = { id, version: application.version, ...once() }
  if (step === 'review') await operatorEnrolments.startReview(seen)
  else if (step === 'accept') await operatorEnrolments.accept(seen)
  else if ('check' in step) await operatorEnrolments.setCheck({ ...seen, ...step })
  else if ('documents' in step)
    await operatorEnrolments.requestDocuments({ ...seen, reason: step.reason, failedFields: step.documents })
  else await operatorEnrolments.reject({ ...seen, reason: step.reason, failedFields: step.reject })
}

/** Records the checks that only this cloud makes, which no story names. */
async function passOpenChecks(
  operatorEnrolments: Awaited<ReturnType<Actors['at']>>['operatorEnrolments'],
  id: EnrollingCompany['id'],
): Promise<void> {
  const { review, application } = await operatorEnrolments.get({ id })
  const open = review.checks.filter(({ result }) => result === 'open')
  for (const [index, { check }] of open.entries()) {
    const version = application.version + index
    await operatorEnrolments.setCheck({ id, version, check, result: 'passed', note: '', ...once() })
  }
}

/** Inserts what confirming a new work account creates. */
async function begin({ database }: Actors, company: EnrollingCompany, now: Date): Promise<void> {
  const { id, name, country, kind, email, person, applicant } = company
  const passwordHash = await hashPassword(company.password)
  const account = { id: applicant.id, audience: 'partner' as const, email, name: person, passwordHash }
  const roles = ['global_admin' as const]
  const membership = { id: applicant.membershipId, accountId: applicant.id, audience: 'partner' as const }
  const unknown = { knownAs: null, membership: null }
  const organisation = { id, legalName: name, country, kind, ...unknown, applicantId: applicant.id }
  await asAuth(database, applicant.id, async (db) => {
    await insertAccount(db, account, now)
    await insertApplicant(db, organisation, now)
    await insertMembership(db, { ...membership, organisationId: id, status: 'active', roles }, now)
    const payload = { membershipId: applicant.membershipId, kind }
    await insertAudit(
      db,
      { kind: 'person', requestId: randomUUID(), accountId: applicant.id, roles },
      [{ organisationId: id, action: 'enrolment.started', payload }],
      now,
    )
  })
}

/** The token in the contact's mail. */
async function contactToken({ database, keyring, cloud }: Actors, { id }: EnrollingCompany): Promise<string> {
  const scope = { organisationId: id, audience: 'partner', personId: null } as const
  const [newest] = await asTenant(database, scope, (db) => listContactLinks(db, id))
  if (!newest) throw new Error(`The contact of ${id} got no mail.`)
  return linkToken(keyring.link, { cloud: cloud.id, kind: 'contact', ...newest })
}
