import { z } from 'zod'

/** Whether partners' mails that the platform sends may hold links to other hosts (S10). */
export const foreignLinksInput = z.object({ areAllowed: z.boolean() })
