import { idOf } from '@entente/domain/core/id'
import type { Permission } from '@entente/domain/core/permission'
import { accountControlInput } from '@entente/domain/operator/account-control'
import type { RefusalCode } from '@entente/domain/refusal'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'
import { readAct, whyNot } from '../core/act.ts'

type AccountEvent = RequestEvent & { params: { id: string } }

/** The acts on a person, by their path below the person's page. `can` names the right in the layout's data. */
export const accountActs = {
  'end-sessions': {
    permission: 'accounts.end_sessions',
    can: 'endSessions',
    done: 'sessions_ended',
    words: 'end_sessions',
  },
  suspend: { permission: 'accounts.suspend', can: 'suspendAccounts', done: 'suspended', words: 'suspend' },
  lift: { permission: 'accounts.suspend', can: 'suspendAccounts', done: 'lifted', words: 'lift' },
  'reset-second-factor': {
    permission: 'operator_requests.ask',
    can: 'askRequests',
    done: null,
    words: 'reset_factor',
  },
} as const satisfies Record<
  string,
  { permission: Permission; can: string; done: string | null; words: string }
>
export type AccountAct = keyof typeof accountActs

/** The person in the URL. Throws the 404 page for an invalid id; the API refuses an unknown one. */
export function findAccount(event: AccountEvent) {
  requireSession(event)
  const { api, t } = event.locals
  const wanted = idOf<'account'>().safeParse(event.params.id)
  if (!wanted.success) notFound(t)
  return api.operatorAccounts.get.query({ id: wanted.data })
}

/** The act in the URL; throws the 404 page for an unknown one. */
export function accountActIn({
  locals: { t },
  params,
}: RequestEvent & { params: { act: string } }): AccountAct {
  if (!Object.hasOwn(accountActs, params.act)) notFound(t)
  return params.act as AccountAct
}

type Account = Awaited<ReturnType<typeof findAccount>>['account']

function whyNotNow(account: Account, act: AccountAct): RefusalCode | undefined {
  if (act === 'suspend' && account.suspendedAt) return 'account_already_suspended'
  if (act === 'lift' && !account.suspendedAt) return 'account_not_suspended'
  return act === 'reset-second-factor' && !account.hasSecondFactor ? 'no_second_factor' : undefined
}

/** The data of the page of an act on a person. */
export async function accountActData(event: AccountEvent, act: AccountAct, isAllowed: boolean) {
  const { account } = await findAccount(event)
  const code = whyNotNow(account, act)
  const { permission, words } = accountActs[act]
  return {
    account,
    words,
    idempotencyKey: newIdempotencyKey(),
    // These refusals have nothing but their code.
    refused: whyNot(event.locals, {
      isAllowed,
      permission,
      ...(code && { state: { code } as { code: 'no_second_factor' } }),
    }),
  }
}

/** The form action of that page. */
export function controlAccount(event: AccountEvent, act: AccountAct) {
  const { id } = event.params
  const { operatorAccounts, operatorRequests } = event.locals.api
  return formAction(event, {
    schema: (values) => readAct(accountControlInput, values, { id }),
    press: `operator.account.${accountActs[act].words}.action`,
    send: async (input) => {
      if (act === 'end-sessions') await operatorAccounts.endSessions.mutate(input)
      if (act === 'suspend') await operatorAccounts.suspend.mutate(input)
      if (act === 'lift') await operatorAccounts.lift.mutate(input)
      if (act === 'reset-second-factor') await operatorRequests.askReset.mutate(input)
    },
    next:
      act === 'reset-second-factor' ? '/requests?done=asked' : `/people/${id}?done=${accountActs[act].done}`,
  })
}
