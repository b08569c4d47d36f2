import { randomUUID } from 'node:crypto'
import { linkToken } from '@entente/auth/link-token'
import { hashPassword } from '@entente/auth/password'
import { newId } from '@entente/db/core/new-id'
import type { Id } from '@entente/domain/core/id'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { enrolmentMailKinds } from '@entente/domain/enrolment/enrolment'
import { enrolmentMailJobs } from '@entente/queue/application-mails'
import { type Caller, cloud, givenWorld, keyring, type World } from './index.ts'

export const password = 'harbour lamp violet 42'
export const once = () => ({ idempotencyKey: randomUUID() })

export const legalProfile = {
  ...{ legalName: 'Fabrikam GmbH', registrationNumber: 'HRB 4711', country: 'DE' },
  ...{ line1: 'Hafenstraße 1', line2: '', city: 'Hamburg', region: '', postalCode: '20457' },
}
export const support = { email: 'help@fabrikam.example', phone: '+49 40 1234567', website: '', country: 'DE' }
export const contact = {
  ...({ who: 'someone_else', name: 'Kim Weber', phone: '+49 40 7654321', country: 'DE' } as const),
  email: 'kim.weber@fabrikam.example',
}
/** A small file that is a PDF by its first bytes. */
export const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n').toString(
  'base64',
)

/** What Sign posts. */
export const signing = {
  accepted: true,
  version: cloud.agreements.partner.version,
  signer: 'Ada Roy',
} as const
/** The mails that tell of a new state. */
export const submittedMails = ['status contact', 'status applicant']

type Row = { id: Id<'one_time_link'>; kid: string; version: number }

/** Companies that enrol, on a database of the test file's own. */
export async function givenEnrolments(options: Parameters<typeof givenWorld>[0] = {}) {
  const world = await givenWorld(options)
  const passwordHash = await hashPassword(password)

  /** The token of the newest link of a kind, as its mail carries it. */
  async function tokenOf(kind: 'work_account' | 'contact', where: string, value: string): Promise<string> {
    const [row] = await world.asOwner<Row>(
      `select id, kid, version from auth.one_time_link where kind = $1 and ${where} = $2 order by id desc limit 1`,
      [kind, value],
    )
    if (!row) throw new Error(`No ${kind} link was made for ${value}.`)
    return linkToken(keyring.link, { cloud: cloud.id, kind, ...row })
  }
  const workAccountToken = (email: string) => tokenOf('work_account', `details ->> 'email'`, email)
  const contactToken = (organisationId: string) => tokenOf('contact', 'organisation_id', organisationId)

  const newcomer = (kind: PartnerKind = 'indirect_reseller') => ({
    ...{ organisation: 'Fabrikam', country: 'DE', name: 'Ada Roy', kind },
    email: `ada@fabrikam-${randomUUID().slice(0, 8)}.example`,
  })

  /** A company with a work account, signed in; its application has just begun. */
  async function applicant(kind?: PartnerKind) {
    const person = newcomer(kind)
    await world.caller().enrolment.createWorkAccount({ ...person, ...once() })
    const token = await workAccountToken(person.email)
    const { organisation, country, name } = person
    const given = { organisation, country, name, password }
    await world.caller().enrolment.confirmWorkAccount({ token, ...given, ...once() })
    const [row] = await world.asOwner<{
      id: Id<'account'>
      membership: Id<'membership'>
      organisation: Id<'organisation'>
    }>(
      `select a.id, m.id as membership, m.organisation_id as organisation
      from auth.account a join auth.membership m on m.account_id = a.id where a.email = $1`,
      [person.email],
    )
    if (!row) throw new Error('The work account was not created.')
    const account = { id: row.id, membershipId: row.membership }
    return {
      ...account,
      email: person.email,
      organisationId: row.organisation,
      account,
      api: await world.as(account),
    }
  }

  /** A login of the operator's own membership directory with these profiles. */
  async function directoryLogin(profiles: { country?: string; status?: string }[] = [{}]) {
    const userName = `ada-${randomUUID().slice(0, 8)}`
    await world.asOwner(
      'insert into directory_login (user_name, password_hash, updated_at) values ($1, $2, now())',
      [userName, passwordHash],
    )
    const mpnIds = []
    for (const { country = 'DE', status = 'active' } of profiles) {
      const mpnId = String(Math.floor(1e9 + Math.random() * 9e9))
      mpnIds.push(mpnId)
      await world.asOwner(
        `insert into directory_profile (mpn_id, organisation_name, country, status, incentives, updated_at)
        values ($1, 'Fabrikam', $2, $3, '{Azure}', now())`,
        [mpnId, country, status],
      )
      await world.asOwner('insert into directory_login_profile (user_name, mpn_id) values ($1, $2)', [
        userName,
        mpnId,
      ])
    }
    return { userName, mpnIds }
  }

  type Applicant = Awaited<ReturnType<typeof applicant>>

  async function link({ api }: Applicant) {
    const { userName, mpnIds } = await directoryLogin()
    await api.enrolment.signInToMembership({ userName, password })
    await api.enrolment.chooseProfile({ mpnId: mpnIds[0] ?? '', ...once() })
    return mpnIds[0] ?? ''
  }

  async function fillIn({ api }: Applicant) {
    await api.enrolment.saveLegalProfile({ ...legalProfile, ...once() })
    await api.enrolment.saveContact({ ...contact, ...once() })
    await api.enrolment.saveSupport({ ...support, ...once() })
  }

  /** A company that pressed **Enroll now**. */
  async function submitted(kind?: PartnerKind) {
    const company = await applicant(kind)
    await link(company)
    await fillIn(company)
    const { version } = await company.api.enrolment.get()
    await company.api.enrolment.submit({ version, ...once() })
    return company
  }

  const statements = { signedUp: true, addressIsOurs: true } as const
  const confirmContact = async ({ organisationId }: { organisationId: string }) =>
    world
      .caller()
      .enrolment.confirmContact({ token: await contactToken(organisationId), ...statements, ...once() })

  /** Sets the state that an operator would set, past every guard, for tests of the steps after it. */
  const setState = (id: string, state: string, reason: string | null = null) =>
    world.asOwner(
      'update enrolment set state = $2, state_since = now(), reason = $3, version = version + 1 where organisation_id = $1',
      [...[id, state, reason]],
    )

  async function accept({ organisationId }: Pick<Applicant, 'organisationId'>) {
    await setState(organisationId, 'accepted')
    await world.asOwner(`update organisation set partner_number = $2, verified_at = now() where id = $1`, [
      organisationId,
      `P${organisationId.slice(-12)}`,
    ])
  }

  /** An accepted company: it has its partner ID and has not signed its agreement. */
  async function accepted() {
    const company = await submitted()
    await confirmContact(company)
    await accept(company)
    return company
  }

  /** A company that enrolled and signed its agreement. */
  async function active() {
    const company = await accepted()
    await company.api.users.setOwnAgentType({ agentType: 'admin_agent', ...once() })
    await company.api.enrolment.signAgreement({ ...signing, ...once() })
    return company
  }

  /** The kinds and recipients of the mails of an application, in the order in which they leave. */
  async function mailsOf(id: string): Promise<string[]> {
    const rows = await world.asOwner<{ name: string; to: string }>(
      `select name, data ->> 'to' as to from outbox
      where name = any($2) and data ->> 'organisationId' = $1 order by id`,
      [id, Object.values(enrolmentMailJobs)],
    )
    return rows.map(
      ({ name, to }) => `${enrolmentMailKinds.find((kind) => enrolmentMailJobs[kind] === name)} ${to}`,
    )
  }

  const actionsOf = async (id: string) => (await world.auditOf(id)).map(({ action }) => action)
  const stateOf = async ({ api }: { api: Caller }) => (await api.enrolment.get()).state
  const versionOf = async ({ api }: { api: Caller }) => (await api.enrolment.get()).version

  return {
    ...{
      world,
      newcomer,
      applicant,
      directoryLogin,
      link,
      fillIn,
      submitted,
      accepted,
      accept,
      active,
      setState,
      mailsOf,
    },
    ...{ workAccountToken, contactToken, confirmContact, statements, actionsOf, stateOf, versionOf },
  }
}

/** The token of a new verification link for a company's contact. */
export async function givenContactLink(
  world: Pick<World, 'asOwner'>,
  application: { id: Id<'organisation'>; email: string },
): Promise<string> {
  const row = { id: newId<'one_time_link'>(), kid: keyring.link.newest, version: 1 }
  await world.asOwner(
    `insert into auth.one_time_link (id, kind, kid, version, organisation_id, details, created_at, expires_at)
    values ($1, 'contact', $2, 1, $3, $4, now(), now() + interval '7 days')`,
    [row.id, row.kid, application.id, JSON.stringify({ email: application.email })],
  )
  return linkToken(keyring.link, { cloud: cloud.id, kind: 'contact', ...row })
}

export type Enrolments = Awaited<ReturnType<typeof givenEnrolments>>
