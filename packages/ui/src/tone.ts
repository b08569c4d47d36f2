import CircleAlert from '@lucide/svelte/icons/circle-alert'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import Minus from '@lucide/svelte/icons/circle-minus'
import CircleX from '@lucide/svelte/icons/circle-x'
import Info from '@lucide/svelte/icons/info'

/** What a state means to the reader. Always shown with an icon and a word, never by colour alone. */
export type Tone = 'positive' | 'info' | 'warning' | 'negative' | 'neutral'

export const toneIcon = {
  positive: CircleCheck,
  info: Info,
  warning: CircleAlert,
  negative: CircleX,
  neutral: Minus,
} as const satisfies Record<Tone, unknown>
