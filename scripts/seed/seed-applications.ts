// Companies that enrol, each where its story in seed-companies.ts has left it: every step is the one that a person takes
// on a page, with the time at which they would have taken it.
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
import type { DemoAccount } from '@entente/testkit/demo'
import { type Actor, type Actors, ago, newPassword, once } from './seed-actors.ts'
import { type Company, companies, homeOf, membershipOf, type Step, type Story } from './seed-companies.ts'
import { onePagePdf } from './seed-document.ts'

type Applicant = Company & {
  id: Id<'organisation'>
  enroller: Actor
  /** The enroller's. */
  email: string
  password: string
}

const minutesApart = 7

/** Takes every step of every story, the oldest first; answers who enrols, and whose contacts have not answered yet. */
export async function seedApplications(
  actors: Actors,
  reviewer: Actor,
): Promise<{ accounts: DemoAccount[]; waiting: string[] }> {
  const applicants = companies.map((company) => asApplicant(actors, company))
  const steps = applicants.flatMap((applicant) =>
    timed(applicant.story).map((step) => ({ ...step, applicant })),
  )
  steps.sort((one, other) => one.at.getTime() - other.at.getTime())
  for (const { applicant, step, at } of steps) await take(actors, reviewer, applicant, step, at)
  const accounts = await Promise.all(applicants.map((applicant) => accountOf(actors, applicant)))
  const waiting = applicants.filter((_, index) => accounts[index]?.application === 'submitted')
  return { accounts, waiting: waiting.map(({ id }) => id) }
}

/** A cloud that takes certain countries and kinds of companies gets such ones. */
function asApplicant({ cloud }: Actors, company: Company): Applicant {
  const { kinds, countries } = cloud.enrolment
  const country = countries?.includes(company.country) === false ? countries[0] : company.country
  const kind = kinds.includes(company.kind) ? company.kind : (kinds[0] as PartnerKind)
  const email = `${company.person.split(' ')[0]?.normalize('NFD').replace(/\W/g, '').toLowerCase()}@${company.domain}`
  return {
    ...{ ...company, country: country ?? company.country, kind, email, password: newPassword() },
    id: newId<'organisation'>(),
    enroller: { id: newId<'account'>(), membershipId: newId<'membership'>() },
  }
}

const timed = (story: Story): { at: Date; step: Step }[] =>
  story.flatMap(([daysAgo, ...steps]) =>
    steps.map((step, index) => ({
      step,
      at: new Date(ago(daysAgo).getTime() + index * minutesApart * 60_000),
    })),
  )

async function accountOf({ database }: Actors, applicant: Applicant): Promise<DemoAccount> {
  const { id, name, kind, email, password } = applicant
  const scope = { organisationId: id, audience: 'partner', personId: null } as const
  const enrolment = await asTenant(database, scope, (db) => findEnrolment(db, id))
  return {
    ...{ audience: 'partner', organisation: name, kind, roles: ['global_admin'], email },
    ...{ password, totpSecret: null, application: enrolment?.state ?? null },
  }
}

async function take(
  actors: Actors,
  reviewer: Actor,
  applicant: Applicant,
  step: Step,
  at: Date,
): Promise<void> {
  if (step === 'begin') return begin(actors, applicant, at)
  if (typeof step === 'object' || step === 'review' || step === 'accept')
    return decide(actors, reviewer, applicant, step, at)
  const { enrolment } = await actors.at(at, applicant.enroller)
  const { name, country, domain, registrationNumber, person, contact, email } = applicant
  const { phone, ...address } = homeOf(country)
  switch (step) {
    case 'link': {
      const profile = membershipOf(applicant)
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
      const { version } = await enrolment.get()
      return void (await enrolment.submit({ version, ...once() }))
    }
    case 'confirm': {
      const token = await contactToken(actors, applicant)
      const visitor = await actors.at(at)
      const statements = { signedUp: true, addressIsOurs: true } as const
      return void (await visitor.enrolment.confirmContact({ token, ...statements, ...once() }))
    }
    case 'upload': {
      const content = onePagePdf(`Register extract of ${name}`).toString('base64')
      const document = { kind: 'registration' as const, name: 'register-extract.pdf', comment: '', content }
      return void (await enrolment.uploadDocument({ ...document, ...once() }))
    }
  }
}

type Decision = Exclude<Step, string> | 'review' | 'accept'

async function decide(
  actors: Actors,
  reviewer: Actor,
  { id }: Applicant,
  step: Decision,
  at: Date,
): Promise<void> {
  const { operatorEnrolments } = await actors.at(at, reviewer)
  const { application } = await operatorEnrolments.get({ id })
  const seen = { id, version: application.version, ...once() }
  if (step === 'review') await operatorEnrolments.startReview(seen)
  else if (step === 'accept') await operatorEnrolments.accept(seen)
  else if ('check' in step) await operatorEnrolments.setCheck({ ...seen, ...step })
  else if ('documents' in step)
    await operatorEnrolments.requestDocuments({ ...seen, reason: step.reason, failedFields: step.documents })
  else await operatorEnrolments.reject({ ...seen, reason: step.reason, failedFields: step.reject })
}

/** What the confirm press of a new work account leaves behind. */
async function begin({ database }: Actors, applicant: Applicant, now: Date): Promise<void> {
  const { id, name, country, kind, email, person, enroller } = applicant
  const passwordHash = await hashPassword(applicant.password)
  const account = { id: enroller.id, audience: 'partner' as const, email, name: person, passwordHash }
  const roles = ['global_admin' as const]
  const membership = { id: enroller.membershipId, accountId: enroller.id, audience: 'partner' as const }
  const company = { id, legalName: name, country, kind, knownAs: null, applicantId: enroller.id }
  await asAuth(database, null, async (db) => {
    await insertAccount(db, account, now)
    await insertApplicant(db, company, now)
    await insertMembership(db, { ...membership, organisationId: id, status: 'active', roles }, now)
    const payload = { membershipId: enroller.membershipId, kind }
    await insertAudit(
      db,
      { requestId: randomUUID(), accountId: enroller.id, roles },
      [{ organisationId: id, action: 'enrolment.started', payload }],
      now,
    )
  })
}

/** The token that the contact's mail carries. */
async function contactToken({ database, keyring, cloud }: Actors, { id }: Applicant): Promise<string> {
  const scope = { organisationId: id, audience: 'partner', personId: null } as const
  const [newest] = await asTenant(database, scope, (db) => listContactLinks(db, id))
  if (!newest) throw new Error(`The contact of ${id} was not written to.`)
  return linkToken(keyring.link, { cloud: cloud.id, kind: 'contact', ...newest })
}
