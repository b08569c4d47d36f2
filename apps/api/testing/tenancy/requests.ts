import { authorizing, tokenOf } from '@entente/trpc/testing'
import type { Actor } from '../actors.ts'
import { agent, draftOf, type Entries, foreign, newcomer, once, ours, prepared, world } from './tenants.ts'

/** A draft carries its partner's link, so a foreign partner needs a draft of its own. */
const draftFor = async ({ tenant }: Actor) =>
  tenant === foreign.id ? { ...(await draftOf()), ...(await foreignWords()) } : draftOf()
const foreignWords = async () => {
  const { paragraphs, link } = await (await world.as(foreign.person)).relationshipRequest.draft({
    withPrivileges: false,
  })
  return { paragraphs: paragraphs.map(({ key, text }) => ({ key, text })), link }
}

const edits = {
  ...{ language: 'en' as const, withPrivileges: false, subject: null, paragraphs: {}, recipients: '' },
}
const savedDraft = async () => (await agent.requestDraft.save({ edits, ...once() })).id

/** A recipient of ours whose mail waits. */
async function queued(): Promise<string> {
  const recipients = [newcomer().email]
  const sent = await agent.relationshipRequest.send({ draft: await draftOf(), recipients, ...once() })
  return sent.recipients[0]?.id ?? ''
}

/** A recipient of ours whose mail bounced. */
async function returned(): Promise<string> {
  const id = await queued()
  await world.asOwner(`update request_recipient set status = 'bounced' where id = $1`, [id])
  return id
}

export const requests: Entries = {
  'relationshipRequest.draft': {
    gate: 'relationship_request.prepare',
    input: () => ({ withPrivileges: false }),
  },
  'relationshipRequest.prepare': {
    gate: 'relationship_request.prepare',
    input: async (actor) => ({ draft: await draftFor(actor), ...once() }),
  },
  'relationshipRequest.send': {
    gate: 'relationship_request.prepare',
    input: async (actor) => ({ draft: await draftFor(actor), recipients: [newcomer().email], ...once() }),
  },
  'relationshipRequest.sendAgain': {
    gate: 'relationship_request.prepare',
    input: async () => ({ recipientId: await returned(), address: newcomer().email, ...once() }),
    id: { at: 'recipientId', owner: ours.id },
  },
  'relationshipRequest.remind': {
    gate: 'relationship_request.prepare',
    input: async () => ({ recipientIds: [await returned()], ...once() }),
    id: { at: 'recipientIds', owner: ours.id },
  },
  'relationshipRequest.withdraw': {
    gate: 'relationship_request.prepare',
    input: async () => ({ recipientIds: [await queued()], ...once() }),
    id: { at: 'recipientIds', owner: ours.id },
  },
  'relationshipRequest.list': { gate: 'relationship_request.view_log', input: () => ({}) },
  'relationshipRequest.get': {
    gate: 'relationship_request.view_log',
    input: () => ({ id: prepared.id }),
    id: { at: 'id', owner: ours.id },
  },
  'relationshipRequest.progress': {
    gate: 'relationship_request.view_log',
    input: async () => ({ recipientIds: [await queued()] }),
    id: { at: 'recipientIds', owner: ours.id },
  },
  'relationshipRequest.counter': { gate: 'relationship_request.view_log' },
  'requestDraft.list': { gate: 'relationship_request.prepare' },
  'requestDraft.get': {
    gate: 'relationship_request.prepare',
    input: async () => ({ id: await savedDraft() }),
    id: { at: 'id', owner: ours.id },
  },
  'requestDraft.save': {
    gate: 'relationship_request.prepare',
    input: async () => ({ edits, id: await savedDraft(), version: 1, base: edits, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'requestDraft.discard': {
    gate: 'relationship_request.prepare',
    input: async () => ({ id: await savedDraft(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'requestDraft.preview': {
    gate: 'relationship_request.prepare',
    input: async () => ({ id: await savedDraft() }),
    id: { at: 'id', owner: ours.id },
  },
  'invitation.card': { gate: 'public', input: () => ({ token: tokenOf(ours) }) },
  'invitation.review': { gate: 'invitation.decide', input: () => ({ token: tokenOf(ours) }) },
  'invitation.accept': { gate: 'invitation.decide', input: () => authorizing(tokenOf(ours)) },
  'invitation.decline': {
    gate: 'invitation.decide',
    input: () => ({ token: tokenOf(ours), tellPartner: false, ...once() }),
  },
}
