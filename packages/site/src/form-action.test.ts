import type { Refusal } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import { translatorFor } from '@entente/i18n/server'
import type { RequestEvent } from '@sveltejs/kit'
import { TRPCClientError } from '@trpc/client'
import { beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { formAction } from './form-action.ts'

const t = translatorFor('en')
const keep = vi.fn(async (_: { form: object; idempotencyKey: string }) => ({ id: 'kept-1' }))
const setHeaders = vi.fn()
const send = vi.fn(async (_: object): Promise<{ secret: string }> => ({ secret: 's' }))

beforeEach(() => {
  keep.mockClear()
  send.mockReset().mockResolvedValue({ secret: 's' })
})

const refused = (refusal: Refusal) =>
  new TRPCClientError('refused', { result: { error: { code: 0, message: '', data: { refusal } } } } as never)

const stepUp = { code: 'step_up_required', method: 'password' } as const
const entered = { name: 'Ada', password: 'seven quiet harbours', idempotencyKey: 'key-1' }

function eventWith(
  values: Record<string, string> | string,
  { session = {} as object | null, path = '/people' } = {},
) {
  const url = new URL(path, 'https://site.test')
  const headers = {
    'content-type': typeof values === 'string' ? 'text/plain' : 'application/x-www-form-urlencoded',
  }
  const body = typeof values === 'string' ? values : new URLSearchParams(values).toString()
  const locals = { api: { choices: { keep: { mutate: keep } } }, session, waiting: null, t }
  return {
    locals,
    setHeaders,
    url,
    request: new Request(url, { method: 'POST', headers, body }),
  } as unknown as RequestEvent
}

const form = {
  schema: z.object({ name: z.string().min(1), password: z.string() }),
  send,
  press: 'common.save' as const,
  next: '/people?saved',
}
const act = (
  values: Record<string, string> | string,
  more: object = {},
  at: Parameters<typeof eventWith>[1] = {},
) => formAction(eventWith(values, at), { ...form, ...more })

test('a form is sent with its key apart and leads to the next page', async () => {
  await expect(act(entered)).rejects.toMatchObject({ status: 303, location: '/people?saved' })
  expect(send).toHaveBeenCalledExactlyOnceWith({ ...entered })
})

test('U23 a form that is posted along with a choice of language comes back with its words, and does nothing', async () => {
  const event = eventWith({ name: '', password: 'seven quiet harbours' })
  event.locals.isChoice = true
  const shown = await formAction(event, { ...form, again: () => ({ step: 2 }) })
  expect(shown).toMatchObject({ status: 200, data: { message: '', fields: {}, step: 2 } })
  expect(shown).toHaveProperty('data.values', { name: '' })
  expect(send).not.toHaveBeenCalled()
})

test('a function decides the next page from the result and the input', async () => {
  const next = ({ secret }: { secret: string }, { name }: { name: string }) => `/people?${name}=${secret}`
  await expect(act(entered, { next })).rejects.toMatchObject({ status: 303, location: '/people?Ada=s' })
})

test('what may be shown only once is the response itself', async () => {
  expect(await act(entered, { next: (result: object) => ({ shown: result }) })).toEqual({
    shown: { secret: 's' },
  })
})

test('a refusal that says when to come back says so in the header too', async () => {
  send.mockRejectedValueOnce(refused({ code: 'too_many_attempts', retryAfterSeconds: 16 }))
  const answer = await act(entered)
  expect(answer).toMatchObject({ status: 429, data: { message: expect.stringContaining('16 seconds') } })
  expect(setHeaders).toHaveBeenCalledExactlyOnceWith({ 'retry-after': '16' })
})

test('a form of its own shape is read by a function, which also gets files', async () => {
  const schema = ({ name }: Record<string, string>, posted: FormData) => ({
    success: true,
    data: { upper: name?.toUpperCase(), count: [...posted].length },
  })
  await expect(act(entered, { schema })).rejects.toMatchObject({ status: 303 })
  expect(send).toHaveBeenCalledExactlyOnceWith({ upper: 'ADA', count: 3, idempotencyKey: 'key-1' })
})

const weak = { code: 'password_too_weak', reason: 'short' } as const
const unwanted = { code: 'wrong_credentials' } as const
const taken = { code: 'email_in_use' } as const
const own = (_: object, message: string) => ({ name: ['Ours', message] })

test.each([
  [
    'an invalid field',
    {},
    undefined,
    { ...entered, name: '' },
    400,
    { name: [t('common.field_error.required')] },
  ],
  [
    'a refusal at its field',
    { fields: { password_too_weak: 'password' } },
    weak,
    entered,
    422,
    { password: [refusalText(t, weak)] },
  ],
  [
    'a refusal with texts of the form',
    { fields: { wrong_credentials: own } },
    unwanted,
    entered,
    401,
    { name: ['Ours', refusalText(t, unwanted)] },
  ],
  ['another refusal', { fields: { password_too_weak: 'password' } }, taken, entered, 409, {}],
  [
    'what the form itself refuses',
    { schema: () => ({ success: false, refusal: taken }), fields: { email_in_use: 'name' } },
    undefined,
    entered,
    409,
    { name: [refusalText(t, taken)] },
  ],
  [
    'a wrong field in words of the form',
    { schema: () => ({ success: false, fields: { name: ['No'] } }) },
    undefined,
    entered,
    400,
    { name: ['No'] },
  ],
] as const)(
  'U16 %s keeps what was entered, but no secret',
  async (_, more, refusal, values, status, fields) => {
    if (refusal) send.mockRejectedValue(refused(refusal))
    const { password: _password, idempotencyKey: _key, ...kept } = values
    expect(await act(values, more)).toMatchObject({ status, data: { fields, values: kept } })
    expect(send).toHaveBeenCalledTimes(refusal ? 1 : 0)
    expect(keep).not.toHaveBeenCalled()
  },
)

test('a refused form is shown again with what its page needs in addition', async () => {
  send.mockRejectedValue(refused(taken))
  const again = async ({ values }: { values: Record<string, string> }) => ({ step: values.name })
  expect(await act(entered, { again })).toMatchObject({
    status: 409,
    data: { code: 'email_in_use', step: 'Ada' },
  })
})

test('a refusal may lead to another page instead', async () => {
  send.mockRejectedValue(refused({ code: 'not_found' }))
  const elsewhere = { not_found: '/people?saved', not_signed_in: '/sign-in' }
  await expect(act(entered, { elsewhere })).rejects.toMatchObject({ status: 303, location: '/people?saved' })
})

test('S13 “Confirm it’s you” keeps the entered values without secrets and returns to the page of the form', async () => {
  send.mockRejectedValue(refused(stepUp))
  const path = '/enrol/start?/begin&kind=direct_bill'
  await expect(act(entered, {}, { path })).rejects.toMatchObject({
    status: 303,
    location: '/confirm-its-you?return=%2Fenrol%2Fstart%3Fkind%3Ddirect_bill&choices=kept-1',
  })
  const kept = { name: 'Ada', 'entente-pressed': t('common.save') }
  expect(keep).toHaveBeenCalledExactlyOnceWith({ form: kept, idempotencyKey: expect.any(String) })
})

test.each([
  ['only secrets', { password: 'x' }, {}, t('common.save')],
  ['only buttons', { id: 'x' }, { schema: undefined }, t('common.save')],
  [
    'a button whose words depend on the form',
    { password: 'x', again: 'yes' },
    {
      schema: undefined,
      press: ({ again }: { again?: string }) => again && 'common.second_factor.begin.again',
    },
    t('common.second_factor.begin.again'),
  ],
])(
  'U16 “Confirm it’s you” keeps the words on the button of a form with %s',
  async (_, values, more, words) => {
    send.mockRejectedValue(refused(stepUp))
    const schema = z.object({})
    await expect(act(values, { schema, ...more })).rejects.toMatchObject({
      location: '/confirm-its-you?return=%2Fpeople&choices=kept-1',
    })
    expect(keep.mock.calls[0]?.[0].form).toEqual({ 'entente-pressed': words })
  },
)

test('“Confirm it’s you” opens without values that are too long to keep', async () => {
  send.mockRejectedValue(refused(stepUp))
  keep.mockRejectedValueOnce(refused({ code: 'choices_too_large' }))
  await expect(act(entered)).rejects.toMatchObject({
    location: '/confirm-its-you?return=%2Fpeople&too-large=&choices=kept-1',
  })
  expect(keep.mock.calls[1]?.[0].form).toEqual({ 'entente-pressed': t('common.save') })
})

test('a fault is not a refusal: it reaches the error page', async () => {
  const fault = new Error('A fault')
  send.mockRejectedValue(fault)
  await expect(act(entered)).rejects.toBe(fault)
})

test('a body that is no form gets a 400, or the refusal that the form names', async () => {
  await expect(act('not a form')).rejects.toMatchObject({ status: 400 })
  const unreadable = { code: 'document_refused', reason: 'too_large' } as const
  expect(await act('not a form', { unreadable, fields: { document_refused: 'file' } })).toMatchObject({
    status: 422,
    data: { fields: { file: [refusalText(t, unreadable)] } },
  })
  expect(send).not.toHaveBeenCalled()
})

test('without a session, only a form for everybody is sent', async () => {
  const visitor = { session: null }
  await expect(act(entered, {}, visitor)).rejects.toMatchObject({ location: '/sign-in?return=%2Fpeople' })
  expect(send).not.toHaveBeenCalled()
  await expect(act(entered, { isOpen: true }, visitor)).rejects.toMatchObject({ location: '/people?saved' })
})
