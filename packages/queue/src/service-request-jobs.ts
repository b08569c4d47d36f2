import { idOf } from '@entente/domain/core/id'
import { z } from 'zod'

/** The part of `jobs` about service requests. */
export const serviceRequestJobs = {
  /**
   * Something was said in a service request (M-19): to one of the partner's people who take part; without an account, to the
   * operator.
   */
  'mail.service-request': z.object({
    partnerId: idOf<'organisation'>(),
    serviceRequestId: idOf<'service_request'>(),
    noteId: idOf<'service_request_note'>(),
    accountId: idOf<'account'>().optional(),
  }),
} as const
