import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import { insertOf, type Places, statement, statementOfRows } from './statement.ts'

test('a statement is composed once and bound to the values of each call', () => {
  let composed = 0
  const find = statement((db, { id }: Places<{ id: string }>) => {
    composed++
    return db.selectFrom('outbox').select('createdAt').where('name', '=', 'a.job').where('id', '=', id)
  })
  const bound = ['one', 'two'].map((id) => find({ id }))
  expect(bound.map(({ parameters }) => parameters)).toEqual([
    ['a.job', 'one'],
    ['a.job', 'two'],
  ])
  expect(bound[0]?.sql).toBe('select "created_at" from "outbox" where "name" = $1 and "id" = $2')
  expect(composed).toBe(1)
})

test('lists of values of any length make few statements, so that a connection prepares them all', () => {
  const among = (...ids: string[]) =>
    statement((db, _: Places<object>) =>
      db.selectFrom('outbox').select('name').where('id', 'in', ids).where('name', '=', 'a.job'),
    )({})
  expect(among('one')).toMatchObject({
    sql: 'select "name" from "outbox" where "id" in ($1) and "name" = $2',
    parameters: ['one', 'a.job'],
  })
  expect(among('one', 'two', 'three')).toMatchObject({
    sql: 'select "name" from "outbox" where "id" in ($1, $2, $3, $4) and "name" = $5',
    parameters: ['one', 'two', 'three', 'three', 'a.job'],
  })
  const many = Array.from({ length: 17 }, String)
  expect(among(...many)).toMatchObject({
    sql: 'select "name" from "outbox" where "id" = any($1) and "name" = $2',
    parameters: [many, 'a.job'],
  })
})

test('the words of the schema and the one row are part of the statement, so that the plan that is kept knows them', () => {
  const first = (status: string) =>
    statement((db, _: Places<object>) =>
      db.selectFrom('relationship').select('id').where('status', '=', status).limit(1),
    )({})
  expect(first('removed')).toMatchObject({
    sql: `select "id" from "relationship" where "status" = 'removed' limit 1`,
    parameters: [],
  })
  expect(first("x' or true --").sql).toBe('select "id" from "relationship" where "status" = $1 limit 1')
})

test('rows are composed once for each small number of them', () => {
  let composed = 0
  const insert = statementOfRows((db, rows: Places<{ term: string }>[]) => {
    composed++
    return db.insertInto('relationshipTerm').values(rows.map(({ term }) => ({ term })) as never)
  })
  const words = (count: number) => Array.from({ length: count }, (_, index) => ({ term: `word ${index}` }))
  for (const count of [1, 2, 1, 2, 40, 40]) expect(insert(words(count)).parameters).toHaveLength(count)
  expect(composed).toBe(4)
})

test('an insert takes the named columns of each row, and nothing else that it carries', () => {
  const insert = insertOf('adminGrant', ['service', 'endedAt'])
  const rows = [
    { service: 'azure', endedAt: null, extra: 1 },
    { service: 'intune', endedAt: null, extra: 2 },
  ]
  expect(insert(rows)).toMatchObject({
    sql: 'insert into "admin_grant" ("service", "ended_at") values ($1, $2), ($3, $4)',
    parameters: ['azure', null, 'intune', null],
  })
})

test('what all rows share is sent once', () => {
  const insert = insertOf('adminGrant', ['id', 'service'], ['customerId'])
  const rows = ['one', 'two'].map((service) => ({ id: service, service }))
  expect(insert(rows, { customerId: 'theirs' as Id<'organisation'> })).toMatchObject({
    sql: 'insert into "admin_grant" ("id", "service", "customer_id") values ($1, $2, $3), ($4, $5, $3)',
    parameters: ['one', 'one', 'theirs', 'two', 'two'],
  })
})
