import { initTRPC } from '@trpc/server'
import type { Context } from './context.ts'
import { httpStatusOf, refusalOf } from './refused.ts'

/** An error carries a refusal's code and data, or only the request's id: never a stack trace or a cause. */
export const t = initTRPC.context<Context>().create({
  errorFormatter: ({ shape, error, ctx }) => {
    const refusal = refusalOf(error)
    return {
      code: shape.code,
      message: refusal?.code ?? 'internal',
      data: {
        code: shape.data.code,
        httpStatus: httpStatusOf(error),
        refusal,
        requestId: ctx?.requestId ?? null,
      },
    }
  },
})
