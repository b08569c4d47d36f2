import { readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { folderDocuments } from '@entente/outside/folder-documents'
import { afterAll, expect, test } from 'vitest'
import { givenDocument } from '../../testing/applications.ts'
import { givenEnrolments, once, pdf } from '../../testing/enrolment.ts'
import { generousLimits, refusalFrom } from '../../testing/index.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'documents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const given = await givenEnrolments({ limits: generousLimits, documents: folderDocuments(folder) })
const { world } = given

type Company = Awaited<ReturnType<typeof given.applicant>>

async function asked() {
  const company = await given.submitted()
  await given.setState(company.organisationId, 'documents_requested')
  return company
}
const upload = ({ api }: Company) =>
  api.enrolment.uploadDocument({ kind: 'registration', name: 'Auszug.pdf', content: pdf, ...once() })
const filesOf = ({ organisationId }: Company): string[] => {
  try {
    return readdirSync(path.join(folder, organisationId))
  } catch {
    // Nothing was stored for this company.
    return []
  }
}

test('where documents are kept in a folder, the database holds the row and the folder the content', async () => {
  const company = await asked()
  const { id } = await upload(company)
  expect(filesOf(company)).toEqual([id])
  expect(
    await world.asOwner('select 1 from enrolment_document_content where document_id = $1', [id]),
  ).toEqual([])
  expect((await company.api.enrolment.document({ id })).content).toBe(pdf)
  const operator = await world.as(await world.operator(undefined, 'enrolment_reviewer'))
  expect((await operator.operatorEnrolments.document({ id })).content).toBe(pdf)
})

test('each read of an application’s document stands in its company’s audit', async () => {
  const company = await asked()
  const { id } = await upload(company)
  const reviewer = await world.operator(undefined, 'enrolment_reviewer')
  await company.api.enrolment.document({ id })
  await (await world.as(reviewer)).operatorEnrolments.document({ id })
  const records = await world.auditOf(company.organisationId)
  expect(records.filter(({ action }) => action === 'enrolment.document_read')).toMatchObject([
    { actor_kind: 'person', actor_id: company.id, payload: { documentId: id, kind: 'registration' } },
    { actor_kind: 'person', actor_id: reviewer.id, payload: { documentId: id, kind: 'registration' } },
  ])
  // A refused one reads nothing.
  const foreign = await asked()
  expect(await refusalFrom(foreign.api.enrolment.document({ id }))).toEqual({ code: 'not_found' })
  expect(await world.auditOf(company.organisationId)).toHaveLength(records.length)
})

test('a refused upload leaves no file', async () => {
  const company = await asked()
  await given.setState(company.organisationId, 'accepted')
  expect(await refusalFrom(upload(company))).toMatchObject({ code: 'enrolment_state_changed' })
  expect(filesOf(company)).toEqual([])
})

test('a document of the time when the database kept them is still found', async () => {
  const company = await asked()
  const id = await givenDocument(world, { id: company.organisationId, applicant: company }, 'PDF')
  expect((await company.api.enrolment.document({ id })).content).toBe(btoa('PDF'))
})
