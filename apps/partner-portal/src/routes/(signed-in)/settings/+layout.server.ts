import { requireSession } from '@entente/site/session'
import { opens, settingsPages } from '#lib/core/navigation.ts'
import type { LayoutServerLoad } from './$types'

/** The sections of the settings that open for the person, beside each other on every page of them. */
export const load: LayoutServerLoad = (event) => {
  const { roles, organisation } = requireSession(event)
  const person = { roles, status: organisation?.status ?? null }
  return {
    openSections: settingsPages
      .filter(({ permission }) => opens(person, permission))
      .map(({ href, label }) => ({ href, label })),
  }
}
