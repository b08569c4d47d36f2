/** The fields of a form, kept while the person who filled it in confirms who they are. */
export type ChoiceForm = Record<string, string>

export type ChoiceRefusal =
  /** The form is too large to be kept: the person confirms, then fills it in again. */
  { code: 'choices_too_large' }

export const choiceLimits = {
  keptMinutes: 10,
  fields: 200,
  characters: 50_000,
  /** How many forms of one session wait at a time. The newest ones stay. */
  perSession: 5,
} as const

export const isTooLarge = (form: ChoiceForm): boolean =>
  Object.keys(form).length > choiceLimits.fields || JSON.stringify(form).length > choiceLimits.characters
