import { getContext, setContext } from 'svelte'

/** The page's form, whose words go along with a change of language or theme. */
export type KeptForm = { id?: string; action?: string | undefined }

const key = Symbol('the kept form')

/** For the shell, which renders its switches after the page: by then the form has announced itself. */
export const provideKeptForm = (): KeptForm => setContext<KeptForm>(key, {})

export function announceKeptForm(form: KeptForm): void {
  Object.assign(getContext<KeptForm | undefined>(key) ?? {}, form)
}
