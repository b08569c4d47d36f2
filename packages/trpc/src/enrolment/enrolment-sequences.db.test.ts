import { randomUUID } from 'node:crypto'
import type { Id } from '@entente/domain/core/id'
import { contactLimits } from '@entente/domain/enrolment/contact-verification'
import { deadlineNow } from '@entente/domain/enrolment/deadline'
import {
  type EnrolmentEvent,
  type EnrolmentFacts,
  enrolmentEvents,
} from '@entente/domain/enrolment/enrolment'
import { enrolmentAction } from '@entente/domain/enrolment/enrolment-action'
import { advance } from '@entente/domain/enrolment/enrolment-step'
import { TRPCError } from '@trpc/server'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contact, givenEnrolments, legalProfile, once, pdf, support } from '../../testing/enrolment.ts'
import { cloud, generousLimits } from '../../testing/index.ts'
import { refusalOf } from '../core/refused.ts'

const given = await givenEnrolments({ limits: generousLimits })
const { world } = given
const operator = await world.as(await world.operator('none', 'enrolment_reviewer'))
type Applicant = Awaited<ReturnType<typeof given.applicant>>

const act = operator.operatorEnrolments
const recordOf = ({ organisationId: id }: Applicant) => act.get({ id })
const seen = async (company: Applicant) => {
  const { application } = await recordOf(company)
  return { id: application.organisationId, version: application.version, ...once() }
}
const upload = ({ api }: Applicant) =>
  api.enrolment.uploadDocument({ kind: 'registration', name: 'extract.pdf', content: pdf, ...once() })
/** For an act that a step needs first: it may be refused where the step is refused too. */
const ifPossible = (attempt: Promise<unknown>) => attempt.catch(refusedOnly)
const tokenOf = ({ organisationId }: Applicant) => given.contactToken(organisationId).catch(() => 'none')
const anybody = () => world.caller().enrolment

/** Every event of §4.2, through the procedure of the side that causes it. */
const press: Record<EnrolmentEvent, (company: Applicant) => Promise<unknown>> = {
  link_membership: (company) => given.link(company),
  cancel_membership: ({ api }) => api.enrolment.cancelMembership(once()),
  postpone_membership: ({ api }) => api.enrolment.postponeMembership(once()),
  submit: async (company) => company.api.enrolment.submit(await seen(company)),
  verify_contact: async (company) =>
    anybody().confirmContact({ token: await tokenOf(company), ...given.statements, ...once() }),
  deny_contact: async (company) => anybody().denyContact({ token: await tokenOf(company), ...once() }),
  change_contact: ({ api }) =>
    api.enrolment.changeContact({ ...contact, email: `other-${randomUUID()}@fabrikam.example`, ...once() }),
  start_review: async (company) => act.startReview(await seen(company)),
  request_documents: async (company) => act.requestDocuments({ ...(await seen(company)), reason: 'More' }),
  provide_documents: async (company) => {
    await ifPossible(upload(company))
    return company.api.enrolment.provideDocuments({ ...(await seen(company)), comment: 'Here' })
  },
  accept: async (company) => act.accept(await seen(company)),
  reject: async (company) => act.reject({ ...(await seen(company)), reason: 'No' }),
  appeal: async (company) => {
    await ifPossible(upload(company))
    return company.api.enrolment.appeal({ ...(await seen(company)), comment: 'Look again' })
  },
  correct_profile: ({ api }) =>
    api.enrolment.saveSupport({ ...support, email: `help-${randomUUID()}@fabrikam.example`, ...once() }),
  set_deadline: async (company) => act.setDeadline({ ...(await seen(company)), answerBy: '2099-01-31' }),
  close: async (company) => act.close({ ...(await seen(company)), reason: 'Silent' }),
  reopen: async (company) => company.api.enrolment.reopen(await seen(company)),
  sign_agreement: async ({ api }) =>
    api.enrolment.signAgreement({
      ...{ accepted: true, version: cloud.agreements.partner.version, signer: 'Ada Roy' },
      ...once(),
    }),
  change_profile: async (company) => {
    const { version } = await seen(company)
    const legalName = `Fabrikam ${randomUUID()}`
    return company.api.partnerAccount.changeProfile({ ...legalProfile, legalName, version, ...once() })
  },
}
/** Acts that satisfy guards and are no events. */
const prepare = {
  pass_checks: async (company: Applicant) => {
    for (const check of ['profile', 'authority'] as const)
      await ifPossible(act.setCheck({ ...(await seen(company)), check, result: 'passed' }))
  },
  fail_a_check: async (company: Applicant) =>
    ifPossible(act.setCheck({ ...(await seen(company)), check: 'authority', result: 'failed' })),
  let_the_deadline_pass: ({ organisationId }: Applicant) =>
    world.asOwner(
      `update enrolment set answer_until = now() - interval '2 days'
        where organisation_id = $1 and answer_until is not null`,
      [organisationId],
    ),
  become_admin_agent: async ({ api }: Applicant) =>
    ifPossible(api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })),
}
type Move = EnrolmentEvent | keyof typeof prepare

function refusedOnly(error: unknown): 'refused' {
  if (error instanceof TRPCError && refusalOf(error)) return 'refused'
  throw error
}

const corrections = ['correct_profile', 'change_contact', 'link_membership']

/** What the machine decides for the present rows. */
async function decided(company: Applicant, event: EnrolmentEvent) {
  const { application, profile, review, documents, events } = await recordOf(company)
  const people = await world.asOwner<{ roles: string[] }>(
    'select roles from auth.membership where account_id = $1',
    [company.id],
  )
  const isCorrected = events.some(
    ({ event: earlier, at }) => corrections.includes(earlier) && at >= application.stateSince,
  )
  const isDocumentEvent = event === 'provide_documents' || event === 'appeal'
  const facts: EnrolmentFacts = {
    missing: [],
    contact: profile.contactStatus,
    isContactApplicant: profile.contactIsApplicant === true,
    checks: Object.fromEntries(review.checks.map(({ check, result }) => [check, result])),
    isMembershipLinked: application.mpnId !== null,
    hasAnswer: (isDocumentEvent && documents.length < 10) || isCorrected,
    deadline: deadlineNow(application.answerUntil, world.clock.now()),
    isDeadlineTooSoon: false,
    isAdminAgent: people[0]?.roles.includes('admin_agent') ?? false,
    contactChanges: false,
  }
  const { state, organisationId } = application
  const decision = advance(state, event, facts)
  const asked = (await mailsOf(organisationId)).filter((mail) => mail.startsWith('verify_contact'))
  // The whole sequence takes less than a day, so every mail to a contact counts.
  const isLimited =
    decision.ok && decision.value.contact === 'send' && asked.length >= contactLimits.sendsPerDay
  return { before: state, contact: facts.contact, decision, isLimited }
}

const contactAfter: Record<string, string> = { send: 'sent', verify: 'verified', deny: 'denied' }

const isEvent = (move: Move): move is EnrolmentEvent => Object.hasOwn(press, move)
const mailsOf = async (id: Id<'organisation'>) => given.mailsOf(id)
const transitionsOf = async (id: Id<'organisation'>) =>
  (await world.auditOf(id)).flatMap(
    ({ action }) => enrolmentEvents.find((event) => enrolmentAction[event] === action) ?? [],
  )

async function make(company: Applicant, move: Move) {
  const { organisationId: id } = company
  if (!isEvent(move)) return prepare[move](company)
  const { before, contact, decision, isLimited } = await decided(company, move)
  const [records, mails] = [await transitionsOf(id), await mailsOf(id)]
  const outcome = await press[move](company).then(() => 'taken' as const, refusedOnly)
  const { application, profile } = await recordOf(company)
  const added = {
    records: (await transitionsOf(id)).slice(records.length),
    mails: (await mailsOf(id)).slice(mails.length),
  }
  // A rejected change is dropped, and with it a contact that was asked because of it.
  const isDropped = move === 'reject' && before === 're_review'
  const wanted =
    decision.ok && !isLimited
      ? {
          outcome: 'taken',
          state: decision.value.state,
          contact: isDropped ? 'verified' : (contactAfter[decision.value.contact ?? 'none'] ?? contact),
          records: [move],
          mails: decision.value.mails.map(({ kind, to }) => `${kind} ${to}`),
        }
      : // The contact's second press and a cancellation of nothing are no refusals, and change nothing either.
        { outcome, state: before, contact, records: [], mails: [] }
  expect(isLimited && outcome === 'taken').toBe(false)
  const seen = { outcome, state: application.state, contact: profile.contactStatus, ...added }
  expect({ move, before, ...seen }).toEqual({ move, before, ...wanted })
}

const moves: Move[] = [...(Object.keys(press) as Move[]), ...(Object.keys(prepare) as Move[])]
const reviewed: Move[] = ['link_membership', 'submit', 'verify_contact', 'start_review']
const accepted: Move[] = [...reviewed, 'pass_checks', 'accept', 'become_admin_agent']
/** Sequences that reach later states, so that random moves start from those too. */
const beginnings: Move[][] = [
  [],
  ['postpone_membership', 'submit', 'deny_contact', 'change_contact'],
  reviewed,
  [...reviewed, 'request_documents', 'provide_documents'],
  [...reviewed, 'request_documents', 'correct_profile', 'change_contact', 'provide_documents'],
  ['postpone_membership', 'submit', 'set_deadline', 'let_the_deadline_pass', 'close', 'reopen'],
  [...reviewed, 'fail_a_check', 'reject', 'appeal'],
  accepted,
  [...accepted, 'sign_agreement', 'change_profile', 'pass_checks', 'accept'],
  [...accepted, 'sign_agreement', 'change_profile', 'change_profile', 'fail_a_check', 'reject'],
  [...accepted, 'sign_agreement', 'change_profile', 'change_contact', 'fail_a_check', 'reject'],
]

test('§4.3 another contact’s domain is confirmed by the operator who accepts the contact, and by no rejected change', async () => {
  const company = await given.active()
  const domains = async () =>
    (
      await world.asOwner<{ domain: string }>(
        `select domain from organisation_domain where organisation_id = $1 and proven_by = 'contact'`,
        [company.organisationId],
      )
    ).map(({ domain }) => domain)
  const changed = async () => {
    await press.change_profile(company)
    await company.api.enrolment.changeContact({ ...contact, email: 'kim@other-company.example', ...once() })
    await press.verify_contact(company)
  }
  await changed()
  expect(await domains()).toEqual([])
  await prepare.fail_a_check(company)
  await press.reject(company)
  expect(await domains()).toEqual([])
  await changed()
  await prepare.pass_checks(company)
  await press.accept(company)
  expect(await domains()).toEqual(['other-company.example'])
})

test('§4.2 R11 in any order of presses, each transition writes one record and exactly its mails; a refused one writes nothing', {
  timeout: 60_000,
}, async () => {
  const sequence = fc.tuple(
    fc.constantFrom(...beginnings),
    fc.array(fc.constantFrom(...moves), { minLength: 4, maxLength: 8 }),
  )
  await fc.assert(
    fc.asyncProperty(sequence, async ([beginning, random]) => {
      const company = await given.applicant()
      await given.fillIn(company)
      for (const move of [...beginning, ...random]) await make(company, move)
    }),
    // A failing sequence is not shortened: that would take minutes.
    { numRuns: 20, endOnFailure: true, examples: beginnings.map((beginning) => [[beginning, []]]) },
  )
})
