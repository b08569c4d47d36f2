import type { FormValues } from '@entente/site/form'

const prefix = 'remove-'
/** The field name of the checkbox that removes one service's privileges. */
export const removalField = (service: string): string => `${prefix}${service}`

/** The services ticked in a posted **Remove** form; the API checks them against its own lists. */
export const postedRemovals = (values: FormValues): string[] =>
  Object.keys(values)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
