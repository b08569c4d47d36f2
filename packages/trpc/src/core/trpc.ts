import { initTRPC } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { RequestContext } from './context.ts'
import type { Declared } from './declared.ts'
import { codeOf, httpStatusOf, refusalOf } from './refused.ts'

/** An error carries a refusal's code and data, or only the request's id: never a stack trace or a cause. */
export const t = initTRPC
  .context<RequestContext>()
  .meta<Declared>()
  .create({
    errorFormatter: ({ error, ctx }) => {
      const refusal = refusalOf(error)
      const code = codeOf(error)
      return {
        code: TRPC_ERROR_CODES_BY_KEY[code],
        message: refusal?.code ?? 'internal',
        data: { code, httpStatus: httpStatusOf(error), refusal, requestId: ctx?.requestId ?? null },
      }
    },
  })

/** Where every procedure begins. */
export const procedure = t.procedure.use(({ ctx, next }) => next({ ctx: { now: ctx.clock() } }))
