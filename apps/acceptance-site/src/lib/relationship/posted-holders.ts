import type { Id } from '@entente/domain/core/id'
import type { FormValues } from '@entente/site/form'

const prefix = 'holder-'
/** The hidden field that says which holder of a service the page showed. */
export const holderField = (service: string): string => `${prefix}${service}`

/** The services of a posted form, and the holder of each as the page showed it; the API compares it with the present one. */
export const postedHolders = (values: FormValues): { service: string; holder: Id<'organisation'> }[] =>
  Object.entries(values)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, holder]) => ({ service: name.slice(prefix.length), holder: holder as Id<'organisation'> }))
