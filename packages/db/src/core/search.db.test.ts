import { readFileSync } from 'node:fs'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenCustomer, givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { listDirectoryProfiles, saveDirectoryProfiles } from '../enrolment/operator-directory.ts'
import { listApplications } from '../enrolment/operator-enrolments.ts'
import { listAuditRecords } from '../operator/operator-audit.ts'
import { listPartners } from '../operator/operator-partners.ts'
import { listActivity } from '../partner/partner-audit.ts'
import { listPartnerUsers } from '../partner/partner-user-list.ts'
import { insertPartnerUser } from '../partner/partner-users.ts'
import { listCustomers } from '../relationship/customers.ts'
import { cutAgain } from './cut-again.ts'
import { closeDatabase, openDatabase } from './database.ts'
import { newId } from './new-id.ts'
import { asOperator, asTenant, type OperatorDb, type PartnerDb } from './scopes.ts'

const database = await freshDatabase()
const partner = await givenPartner(database.api, { legalName: 'Stadtwerke Rhein-Main GmbH & Co. KG' })
const statements: CompiledQuery[] = []
const recording = openDatabase({
  url: database.urls.api,
  onStatement: ({ query }) => void statements.push(query),
})
afterAll(() => closeDatabase(recording))

/** How the last search ran: its plan is asked for as the same role. */
let again: typeof inOperator | typeof inPartner
const inPartner = <T>(work: (db: PartnerDb) => Promise<T>) => {
  again = inPartner
  return asTenant(recording, { organisationId: partner.id, audience: 'partner', personId: null }, work)
}
const inOperator = <T>(work: (db: OperatorDb) => Promise<T>) => {
  again = inOperator
  return asOperator(recording, newId<'account'>(), work)
}

const page = { limit: 50 }
const byName = { ...page, sort: 'name', direction: 'asc', catalogue: [], now: new Date() } as const
const present = { ...page, status: 'present' as const }
const searches = [
  {
    what: 'partners by name',
    index: 'organisation_terms',
    run: (search: string) => inOperator((db) => listPartners(db, { ...page, search })),
  },
  {
    what: 'applications',
    index: 'partner_profile_terms',
    run: (search: string) => inOperator((db) => listApplications(db, { ...page, search })),
  },
  {
    what: 'the membership directory',
    index: 'directory_profile_terms',
    run: (search: string) => inOperator((db) => listDirectoryProfiles(db, { ...page, search })),
  },
  {
    what: 'audit records by organisation',
    index: 'organisation_terms',
    run: (organisation: string) => inOperator((db) => listAuditRecords(db, { ...page, organisation })),
  },
  {
    what: 'audit records by person',
    index: 'account_terms',
    run: (person: string) => inOperator((db) => listAuditRecords(db, { ...page, person })),
  },
  {
    what: 'users of a partner',
    index: 'membership_organisation_id_account_id_key',
    run: (search: string) =>
      inPartner((db) => listPartnerUsers(db, partner.id, { ...present, search }, new Date())),
  },
  {
    what: 'activity of a partner',
    index: 'membership_organisation_id_account_id_key',
    run: (person: string) => inPartner((db) => listActivity(db, partner.id, { ...page, person })),
  },
]

/** Ten thousand partners, each with a profile, a directory profile, a person and an audit record. */
beforeAll(async () => {
  const cut = `lower(name), array_to_tsvector(string_to_array(lower(name), ' ')), 1`
  const names = `select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id, 'Firma ' || n as name, n
    from generate_series(1, 10000) n`
  for (const statement of [
    `insert into organisation (id, kind, legal_name, country, partner_kind, partner_number, partner_status, created_at,
      sort_key, terms, terms_version)
      select id, 'partner', name, 'FR', 'direct_bill', 'P' || n, 'active', now(), ${cut} from (${names}) names`,
    `insert into enrolment (organisation_id, kind, state, created_at, state_since)
      select id, 'direct_bill', 'active', now(), now() from (${names}) names`,
    `insert into partner_profile (organisation_id, legal_name, country, updated_at, sort_key, terms, terms_version)
      select id, name, 'FR', now(), ${cut} from (${names}) names`,
    `insert into directory_profile (mpn_id, organisation_name, country, status, updated_at, sort_key, terms, terms_version)
      select 10000 + n, name, 'FR', 'active', now(), ${cut} from (${names}) names`,
    `insert into auth.account (id, audience, email, name, created_at, sort_key, terms, terms_version)
      select id, 'partner', n || '@firma.example', name, now(), ${cut} from (${names}) names`,
    `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      select id, id, 'partner', id, 'active', '{}', now() from (${names}) names`,
    `insert into audit_record (id, organisation_id, request_id, actor_id, actor_roles, action, payload, payload_digest,
      occurred_at) select id, id, id, id, '{}', 'session.started', '{}', '', now() from (${names}) names`,
  ])
    await database.asOwner(statement)
  await database.asOwner('vacuum analyze')
}, 60_000)

/** The plan of the last statement of a search, for the same role. */
async function planOf(run: () => Promise<unknown>): Promise<string> {
  await run()
  const last = statements.findLast(({ sql }) => sql.includes('@@')) as CompiledQuery
  const explain = CompiledQuery.raw(`explain (costs off) ${last.sql}`, [...last.parameters])
  const { rows } = await again((db: OperatorDb | PartnerDb) => db.executeQuery(explain))
  return rows.map((row) => Object.values(row as object)[0]).join('\n')
}

test.each(searches)(
  'U4 a search for $what uses an index, under row-level security',
  async ({ run, index }) => {
    const plan = await planOf(() => run('firma 9999'))
    expect(plan).toContain(index)
    // The empty tables beside them are read whole; so are, for a log's "about", the accounts.
    expect(plan).not.toMatch(
      /Seq Scan on (organisation|partner_profile|directory_profile|account)( (?!colleague)|$)/m,
    )
  },
)

describe('a name that was cut by an older version, or changed by it', () => {
  test('R-023 is found again once the indexer has cut it, and nothing is cut twice', async () => {
    const customer = await givenCustomer(database.api, { legalName: '成都 Süd', domain: 'sued.example' })
    const relationship = newId()
    await database.asOwner(
      `insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name, customer_domain,
        customer_country, sort_key, services, change_id)
      values ($1, $2, $3, 'active', 'import', now(), '成都 Süd', 'sued.example', 'CN', 'chengdou', '{}', $1)`,
      [relationship, customer.id, partner.id],
    )
    await database.asOwner(
      `insert into relationship_term (partner_id, term, relationship_id, customer_id) values ($1, 'chengdou', $2, $3)`,
      [partner.id, relationship, customer.id],
    )
    await database.asOwner(`insert into directory_profile (mpn_id, organisation_name, country, status, updated_at)
      values ('424242', '重庆 Nord', 'CN', 'active', now())`)
    await database.asOwner(`update organisation set legal_name = 'Łódź Sp. z o.o.' where id = $1`, [
      customer.id,
    ])
    await database.asOwner(`update partner_profile set legal_name = 'Öst AB' where organisation_id = $1`, [
      partner.id,
    ])
    await database.asOwner(`update auth.account set name = 'Σίσυφος' where id = $1`, [partner.person.id])

    const searched = async () => ({
      customers: (
        await inPartner((db) => listCustomers(db, partner.id, { ...byName, search: 'chengdu sued' }))
      ).customers.length,
      wrong: (await inPartner((db) => listCustomers(db, partner.id, { ...byName, search: 'chengdou' })))
        .customers.length,
      profiles: (await inOperator((db) => listDirectoryProfiles(db, { ...page, search: 'chongqing nord' })))
        .profiles.length,
      applications: (await inOperator((db) => listApplications(db, { ...page, search: 'ost' }))).applications
        .length,
      users: (
        await inPartner((db) =>
          listPartnerUsers(db, partner.id, { ...present, search: 'ΣΙΣΥΦΟΣ' }, new Date()),
        )
      ).users.length,
    })
    expect(await searched()).toEqual({ customers: 0, wrong: 1, profiles: 0, applications: 0, users: 0 })

    let rounds = 0
    while (await cutAgain(database.worker, 1)) rounds++
    expect(rounds).toBeGreaterThan(0)
    expect(await searched()).toEqual({ customers: 1, wrong: 0, profiles: 1, applications: 1, users: 1 })
    const [row] = await database.asOwner<{ sort_key: string }>(
      'select sort_key from relationship where id = $1',
      [relationship],
    )
    expect(row?.sort_key).toBe('cheng du sud')
    const leading = async () =>
      (
        await database.asOwner<{ term: string }>(
          'select term from relationship_term where relationship_id = $1 and leads',
          [relationship],
        )
      ).map(({ term }) => term)
    expect(await leading()).toEqual(['chengdusud'])
    // As the migration knows it of the terms that were there before.
    const migration = readFileSync(new URL('./migrations/0231_other_terms.sql', import.meta.url), 'utf8')
    const [, known = ''] = /^(update [^;]*);/m.exec(migration) ?? []
    await database.asOwner('update relationship_term set leads = false')
    await database.asOwner(known)
    expect(await leading()).toEqual(['chengdusud'])
    expect(await cutAgain(database.worker, 1)).toBe(false)
  })

  test('several workers cut each row once, and none waits for another', async () => {
    await database.asOwner('update directory_profile set terms_version = 0 where mpn_id < $1', ['10100'])
    await Promise.all([1, 2, 3].map(() => cutAgain(database.worker, 20)))
    while (await cutAgain(database.worker, 20));
    const { profiles } = await inOperator((db) => listDirectoryProfiles(db, { ...page, search: 'firma 50' }))
    expect(profiles.map(({ organisationName }) => organisationName)).toContain('Firma 50')
  })
})

describe('the search of every list', () => {
  test('R-023, R-108 finds a name pasted whole, without regard to case, accents and signs', async () => {
    const names = [
      'İstanbul Gübre A.Ş.',
      'ΣΊΣΥΦΟΣ Α.Ε.',
      'Ångström AB',
      '重庆长安汽车',
      'Łódź Sp. z o.o.',
      'O’Neill & Söhne',
    ]
    const typed = ['istanbul gubre', 'σίσυφος α.ε.', 'ANGSTROM', 'changan qiche', 'lodz', "o'neill + soehne"]
    for (const [index, legalName] of names.entries()) {
      const another = await givenPartner(database.api, { legalName })
      const now = new Date()
      const profile = {
        mpnId: `99000${index}`,
        organisationName: legalName,
        country: 'DE',
        status: 'active' as const,
      }
      await inOperator((db) =>
        saveDirectoryProfiles(db, [{ ...profile, incentives: [], benefits: [], competencies: [] }], now),
      )
      await asTenant(
        database.api,
        { organisationId: partner.id, audience: 'partner', personId: null },
        (db) =>
          insertPartnerUser(
            db,
            {
              ...{ id: newId(), accountId: newId(), organisationId: partner.id, name: legalName, roles: [] },
              email: `person${index}@another.example`,
            },
            now,
          ),
      )
      for (const search of [legalName, typed[index] ?? '']) {
        const { partners } = await inOperator((db) => listPartners(db, { ...page, search }))
        expect(
          partners.map(({ id }) => id),
          search,
        ).toEqual([another.id])
        const { applications } = await inOperator((db) => listApplications(db, { ...page, search }))
        expect(
          applications.map(({ id }) => id),
          search,
        ).toEqual([another.id])
        const { profiles } = await inOperator((db) => listDirectoryProfiles(db, { ...page, search }))
        expect(
          profiles.map(({ mpnId }) => mpnId),
          search,
        ).toEqual([profile.mpnId])
        const { users } = await inPartner((db) =>
          listPartnerUsers(db, partner.id, { ...present, search }, now),
        )
        expect(
          users.map(({ name }) => name),
          search,
        ).toEqual([legalName])
      }
    }
  })

  test('Å, Ö and Š sort with A, O and S, not after Z', async () => {
    for (const legalName of ['Sort Zebra', 'Sort Ångström', 'Sort Öst', 'Sort Škoda', 'Sort Alpha'])
      await givenPartner(database.api, { legalName })
    const { partners } = await inOperator((db) => listPartners(db, { ...page, search: 'sort' }))
    expect(partners.map(({ legalName }) => legalName)).toEqual(
      ['Alpha', 'Ångström', 'Öst', 'Škoda', 'Zebra'].map((name) => `Sort ${name}`),
    )
  })

  test('signs that mean something to a text search mean nothing', async () => {
    for (const { run } of searches)
      for (const text of ["'", '\\', "a' | 'b", '!a', ':*', '&', '|', '()', '<->', '\u200b', '%', "\\'"])
        await expect(run(text), text).resolves.toBeDefined()
  })
})
