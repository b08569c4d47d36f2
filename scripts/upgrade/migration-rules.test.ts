import { readFileSync } from 'node:fs'
import path from 'node:path'
import { listMigrations } from '@entente/db/core/migrate'
import { expect, test } from 'vitest'
import { root } from '../process.ts'
import { faultsOf } from './migration-rules.ts'
import previous from './previous-release.json' with { type: 'json' }

/** They were applied before anybody looked, and cannot be changed any more; the release that brings them names its window. */
const applied = [
  '0146_given_up_privileges builds an index inside a transaction: audit_record',
  '0146_given_up_privileges builds an index inside a transaction: relationship',
  '0146_given_up_privileges writes every row again: admin_grant',
  '0147_unused_grants builds an index inside a transaction: admin_grant',
  '0149_found_referrals builds an index inside a transaction: referral',
  '0160_customers_by_name builds an index inside a transaction: organisation',
  '0173_words_of_a_customer builds an index inside a transaction: relationship_term',
]

test('R12 a migration since the previous release holds no table up and takes nothing away', async () => {
  const names = await listMigrations()
  expect(names).toContain(previous.lastMigration)
  const since = names.slice(names.indexOf(previous.lastMigration) + 1)
  const textOf = (name: string) =>
    readFileSync(path.join(root, 'packages/db/src/core/migrations', `${name}.sql`), 'utf8')
  const faults = faultsOf(Object.fromEntries(since.map((name) => [name, textOf(name)])))
  expect(faults.sort()).toEqual(applied)
})

test.each([
  ['create index a on relationship (id);', 'builds an index inside a transaction: relationship'],
  ['create unique index a on auth.account (id);', 'builds an index inside a transaction: auth.account'],
  ['alter table a add column b text generated always as (c) stored;', 'writes every row again: a'],
  ['alter table a add constraint b check (c > 0);', 'reads every row under a lock: a'],
  ['alter table a alter column b type bigint;', 'changes the type or the need of a column: a'],
  ['alter table a\n  alter column b set not null;', 'changes the type or the need of a column: a'],
  ['alter table a add column b text not null;', 'adds a column that old code does not fill: a'],
  ['alter table a drop column b;', 'drops what old code may read'],
  ['alter table a rename column b to c;', 'renames what old code may read'],
  ['alter table a set schema b;', 'moves what old code may read: a'],
  ['revoke select on a from entente_partner;', 'takes a right away'],
  ['revoke all on function a from public;', 'takes a right away: a'],
  ["set local lock_timeout = '1min';", 'sets its own patience'],
  [
    'alter table a validate constraint b; drop policy c on d;',
    'reads every row while it holds the locks of other statements',
  ],
])('R12 %s is refused', (text, fault) => {
  expect(faultsOf({ '9999_new': text })).toEqual([`9999_new ${fault}`])
})

test.each([
  '-- outside a transaction\ndrop index concurrently if exists a;\ncreate index concurrently a on relationship (id);',
  'create table a (id uuid); create index b on a (id); alter table a add constraint c check (id is not null);',
  "alter table relationship add column a text, add column b text not null default '';",
  'alter table relationship add constraint a check (b > 0) not valid;',
  'alter table a set schema weeks; create table a (id uuid) partition by range (id);',
  "create function a() returns void language sql as 'drop table weeks.a';\nrevoke all on function a from public;",
])('R12 %s is allowed', (text) => {
  expect(faultsOf({ '9999_new': text })).toEqual([])
})

test('R12 a table that takes the place of another holds its rows', () => {
  const moved = 'alter table a set schema weeks; create table a (like weeks.a) partition by range (at);'
  expect(faultsOf({ '9998_new': moved, '9999_new': 'create index b on a (id);' })).toEqual([
    '9999_new builds an index inside a transaction: a',
  ])
})
