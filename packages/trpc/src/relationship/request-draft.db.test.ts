import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Caller, givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()

type Edits = Parameters<Caller['requestDraft']['save']>[0]['edits']
const untouched: Edits = {
  ...{ language: 'en', withPrivileges: false, subject: null, paragraphs: {}, recipients: '' },
}
const once = () => ({ idempotencyKey: randomUUID() })
const save = (
  api: Caller,
  edits: Partial<Edits>,
  read: Partial<Parameters<Caller['requestDraft']['save']>[0]> = {},
) => api.requestDraft.save({ edits: { ...untouched, ...edits }, ...read, ...once() })

async function givenTwoEditors() {
  const partner = await world.partner()
  const colleague = await world.person({
    ...{ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'] },
  })
  const one = await world.as(partner.person)
  const { id, version } = await save(one, {})
  return { partner, colleague, one, other: await world.as(colleague), read: { id, version, base: untouched } }
}

/** The draft as the page posts it, its first paragraph saying this. */
async function postedSaying(api: Caller, words: string) {
  const { templateVersion, language, withPrivileges, subject, paragraphs, link } =
    await api.relationshipRequest.draft({ withPrivileges: false, language: 'en' })
  const texts = paragraphs.map(({ key, text }, at) => ({ key, text: at === 0 ? words : text }))
  return { templateVersion, language, withPrivileges, subject, paragraphs: texts, link }
}

describe('U25 two editors of one draft', () => {
  test('who change different parts lose nothing: the second one gets both', async () => {
    const { one, other, read } = await givenTwoEditors()
    await save(one, { subject: 'From one' }, read)
    const paragraphs = { greeting: 'From the other' }
    const joined = await save(other, { paragraphs, recipients: 'ada@contoso.example' }, read)
    expect(joined).toMatchObject({ version: 3, edits: { subject: 'From one', paragraphs } })
    expect((await one.requestDraft.get({ id: read.id })).edits).toEqual(joined.edits)
  })

  test('who change the same part: the second one sees both versions, and nothing is overwritten', async () => {
    const { one, other, read, colleague } = await givenTwoEditors()
    await save(other, { subject: 'Theirs', paragraphs: { greeting: 'Theirs' } }, read)
    const mine = { paragraphs: { greeting: 'Mine' } }
    const conflicts = [{ field: 'paragraph.greeting', mine: 'Mine', theirs: 'Theirs' }]
    const refusal = await refusalFrom(save(one, mine, read))
    expect(refusal).toMatchObject({ code: 'draft_changed', by: colleague.name, conflicts })
    // Having read both, this person decides.
    const { base } = refusal as { base: Edits }
    expect(await save(one, mine, { ...read, base })).toMatchObject({
      ...{ version: 3, edits: { ...mine, subject: 'Theirs' } },
    })
  })

  test('who save at the same moment: one of them is told', async () => {
    const { one, other, read } = await givenTwoEditors()
    const saves = [save(one, { subject: 'A' }, read), save(other, { subject: 'B' }, read)]
    const results = await Promise.allSettled(saves)
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('a draft that one of them sends is gone for the other, and a draft that changed is not sent', async () => {
    const { one, other, read } = await givenTwoEditors()
    const draft = await postedSaying(one, 'Hello Ada,')
    const send = (api: Caller, version: number) =>
      api.relationshipRequest.send({
        ...{ draft, recipients: [`ada@contoso-${randomUUID()}.example`], saved: { id: read.id, version } },
        ...once(),
      })
    await save(other, { subject: 'Newer' }, read)
    expect(await refusalFrom(send(one, 1))).toEqual({ code: 'draft_gone' })
    await send(one, 2)
    expect(await refusalFrom(save(other, { subject: 'Later' }, read))).toEqual({ code: 'not_found' })
    expect(await one.requestDraft.list()).toEqual([])
  })
})

describe('a saved draft', () => {
  test('is listed for colleagues until it is handed over or discarded', async () => {
    const { one, other, read, partner } = await givenTwoEditors()
    expect(await other.requestDraft.list()).toMatchObject([{ id: read.id, savedBy: partner.person.name }])
    await other.requestDraft.discard({ id: read.id, ...once() })
    expect(await refusalFrom(one.requestDraft.discard({ id: read.id, ...once() }))).toEqual({
      code: 'not_found',
    })
  })

  test('D-06 asking for privileges is neither listed, opened, previewed nor saved for a person who may not ask for them', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const { id } = await save(agent, { withPrivileges: true })
    const sales = await world.as(
      await world.person({ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] }),
    )
    expect(await sales.requestDraft.list()).toEqual([])
    const { link } = await agent.relationshipRequest.draft({ withPrivileges: true })
    expect((await agent.requestDraft.preview({ id })).text).toContain(link)
    const { version } = await agent.requestDraft.get({ id })
    for (const refusal of await Promise.all([
      refusalFrom(sales.requestDraft.get({ id })),
      refusalFrom(sales.requestDraft.preview({ id })),
      // Neither as it is, nor by taking its privileges away, nor as a new one.
      refusalFrom(save(sales, { withPrivileges: true }, { id, version })),
      refusalFrom(save(sales, {}, { id, version })),
      refusalFrom(save(sales, { withPrivileges: true })),
    ]))
      expect(refusal).toMatchObject({ code: 'missing_permission', roles: ['admin_agent'] })
    expect(await agent.requestDraft.get({ id })).toMatchObject({ version, edits: { withPrivileges: true } })
  })

  test('U11 a draft that was discarded can be saved again as it was', async () => {
    const { one, other, read } = await givenTwoEditors()
    const { edits } = await save(one, { subject: 'Mine', recipients: 'ada@contoso.example' }, read)
    const discarded = await other.requestDraft.discard({ id: read.id, ...once() })
    expect(discarded.edits).toEqual(edits)
    await other.requestDraft.save({ edits: discarded.edits, ...once() })
    expect(await one.requestDraft.list()).toMatchObject([{ edits }])
  })

  test('D-06 asking for privileges is neither handed over nor discarded by a person who may not ask for them', async () => {
    const partner = await world.partner()
    const { id, version } = await save(await world.as(partner.person), { withPrivileges: true })
    const sales = await world.as(
      await world.person({ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] }),
    )
    const draft = await postedSaying(sales, 'Hello Ada,')
    const handOver = { draft, saved: { id, version } }
    const recipients = [`ada@contoso-${randomUUID()}.example`]
    for (const refusal of await Promise.all([
      refusalFrom(sales.requestDraft.discard({ id, ...once() })),
      refusalFrom(sales.relationshipRequest.prepare({ ...handOver, ...once() })),
      refusalFrom(sales.relationshipRequest.send({ ...handOver, recipients, ...once() })),
    ]))
      expect(refusal).toMatchObject({ code: 'missing_permission', roles: ['admin_agent'] })
    expect(await (await world.as(partner.person)).requestDraft.get({ id })).toMatchObject({ version })
  })

  test('is one of at most 500, of which the newest 50 that a person may send are listed', async () => {
    const partner = await world.partner()
    const agent = await world.as(partner.person)
    const { id } = await save(agent, { subject: 'Oldest' })
    const { id: plain } = await save(agent, { subject: 'Plain' })
    await world.asOwner(
      `insert into request_draft (id, partner_id, version, edits, saved_by, saved_at)
       select gen_random_uuid(), partner_id, 1, jsonb_set(edits, '{withPrivileges}', 'true'), saved_by, saved_at + interval '1 ms'
       from request_draft, generate_series(1, 498) where id = $1`,
      [plain],
    )
    const sales = await world.as(
      await world.person({ organisationId: partner.id, audience: 'partner', roles: ['sales_agent'] }),
    )
    expect(await sales.requestDraft.list()).toMatchObject([{ id: plain }, { id }])
    await save(agent, { subject: 'Newest' })
    expect(await refusalFrom(agent.requestDraft.get({ id }))).toEqual({ code: 'not_found' })
    expect((await agent.requestDraft.get({ id: plain })).edits.subject).toBe('Plain')
  })

  test('has changes of at most 50 paragraphs', async () => {
    const agent = await world.as((await world.partner()).person)
    const paragraphs = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`own-${at}`, 'Hello']))
    await save(agent, { paragraphs: paragraphs(50) })
    await expect(save(agent, { paragraphs: paragraphs(51) })).rejects.toThrow('At most 50 paragraphs.')
  })
})
