import type { AcceptInput, ServiceChoice } from '@entente/domain/relationship/acceptance'
import type { FormValues } from '@entente/site/form'
import type { ServiceRow } from './invitation.ts'

type PostedService = AcceptInput['services'][number]

/** The field names of one service's row: what was chosen, and which holder the page showed. */
export const choiceField = (service: string): string => `choice-${service}`
const seenPrefix = 'seen-'
export const seenField = (service: string): string => `${seenPrefix}${service}`

/** The services of a posted review page. A checkbox that is not ticked posts nothing and means "skip". */
export function postedServices(values: FormValues): PostedService[] {
  return Object.keys(values)
    .filter((name) => name.startsWith(seenPrefix))
    .map((name) => {
      const service = name.slice(seenPrefix.length)
      return {
        service,
        // The API checks both against its own lists, and refuses a forged form.
        choice: (values[choiceField(service)] ?? 'skip') as ServiceChoice,
        holderSeen: (values[name] || null) as PostedService['holderSeen'],
      }
    })
}

/** The choice that a row shows: the posted one if the row's state still allows it, otherwise the cautious default. */
export function chosen({ service, state }: ServiceRow, values: FormValues | undefined): ServiceChoice {
  const posted = values?.[choiceField(service)]
  if (state === 'free') return !values || posted === 'grant' ? 'grant' : 'skip'
  return state === 'held_by_other' && posted === 'move' ? 'move' : 'keep'
}

/** Whether a row's holder differs from the one that the posted page showed. */
export function hasChanged({ service, holder }: ServiceRow, values: FormValues | undefined): boolean {
  const seen = values?.[seenField(service)]
  return seen !== undefined && seen !== (holder?.id ?? '')
}
