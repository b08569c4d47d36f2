import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { searchText } from '../core/search-text.ts'
import { adminTypes, agentTypes } from '../core/user-type.ts'
import { emailAddress, oneLine } from '../identity/account.ts'

const types = {
  agentType: z.enum(agentTypes),
  adminType: z.enum(adminTypes).default('none'),
}

const hasRole = ({ agentType, adminType }: { agentType: string; adminType: string }) =>
  agentType !== 'none' || adminType !== 'none'
const oneRole = { message: 'no role chosen', path: ['agentType'] }

/** **Add user** (R-109, R-110). */
export const addUserInput = z
  .object({ name: oneLine(200), email: emailAddress, ...types })
  .refine(hasRole, oneRole)

/** `id` is the user's membership. */
export const userIdInput = z.object({ id: idOf<'membership'>() })
export const resetPasswordInput = userIdInput
export const sendLinkInput = userIdInput
export const removeUserInput = userIdInput
export const restoreUserInput = userIdInput

/** The agent role that a global admin chooses for their own account. */
export const ownAgentTypeInput = z.object({ agentType: z.enum(agentTypes) })

export const updateUserInput = z
  .object({ id: idOf<'membership'>(), name: oneLine(200), ...types })
  .refine(hasRole, oneRole)

export const userListInput = z.object({
  search: searchText.optional(),
  role: z.enum([...agentTypes, ...adminTypes].filter((type) => type !== 'none')).optional(),
  /** Users who have not set up a second factor. */
  factor: z.literal('none').optional(),
  status: z.enum(['present', 'removed']).default('present'),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
