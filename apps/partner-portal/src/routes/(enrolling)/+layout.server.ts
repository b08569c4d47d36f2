import { requireSession } from '@entente/site/session'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = (event) => ({
  isEnrolling: requireSession(event).organisation?.status === 'enrolling',
})
