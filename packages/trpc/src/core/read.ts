import type {
  TRPCMiddlewareBuilder,
  TRPCProcedureBuilder,
  TRPCQueryProcedure,
  TRPCUnsetMarker,
} from '@trpc/server'
import type { z } from 'zod'
import type { Context, RequestContext } from './context.ts'
import type { Declared } from './declared.ts'

/** Decides who may go on. It has added `Added` to the context, and read `Input` from what was sent as `Sent`. */
export type Gate<Added, Sent, Input> = TRPCProcedureBuilder<
  RequestContext,
  Declared,
  Added,
  Sent,
  Input,
  TRPCUnsetMarker,
  TRPCUnsetMarker,
  false
>

/** A middleware that adds nothing to the context. */
export type Middleware = TRPCMiddlewareBuilder<RequestContext, Declared, object, unknown>

/** What a resolver in a transaction acts with. */
export type Acting<Added> = Omit<Context, keyof Added> & Added

/** An input after a schema was added to it. */
export type Both<A, B> = A extends TRPCUnsetMarker ? B : A & B
type Given<Input> = Input extends TRPCUnsetMarker ? undefined : Input

/** Opens the transaction that a query's resolver runs in. */
type Open<Added, Input, Db> = <T>(
  ctx: Acting<Added>,
  input: Given<Input>,
  work: (db: Db) => Promise<T>,
) => Promise<T>

/** A query whose resolver runs in a scope's transaction, with `ctx.db`. */
export type Read<Added, Db, Sent, Input> = {
  input<S, I>(schema: z.ZodType<I, S>): Read<Added, Db, Both<Sent, S>, Both<Input, I>>
  query<T>(
    resolver: (call: { ctx: Acting<Added> & { db: Db }; input: Given<Input> }) => T | Promise<T>,
  ): TRPCQueryProcedure<{
    input: Sent extends TRPCUnsetMarker ? undefined : Sent
    output: T
    meta: Declared
  }>
}

/** What a gate decides only inside the transaction, and what it found there for the resolver. */
export type Enter<Added, Input, Db, Entered> = (
  ctx: Acting<Added> & { db: Db },
  input: Given<Input>,
) => Promise<Entered>

export const read = <Added, Sent, Input, Db, Entered = unknown>(
  gate: Gate<Added, Sent, Input>,
  open: Open<Added, Input, Db>,
  enter?: Enter<Added, Input, Db, Entered>,
): Read<Added & Entered, Db, Sent, Input> => reading(gate, open, enter)

/** A transaction has no way out of the process, and one time. */
export function acting<C extends RequestContext & Context>({ outside: _, clock: __, ...kept }: C) {
  return kept
}

// The types of what goes in and comes out are those of `Read`; inside, every query is alike.
// biome-ignore-start lint/suspicious/noExplicitAny: as said above.
export type AnyGate = TRPCProcedureBuilder<RequestContext, Declared, any, any, any, any, any, false>

const reading = (
  gate: AnyGate,
  open: Open<any, any, any>,
  enter: Enter<any, any, any, any> | undefined,
): Read<any, any, any, any> => ({
  input: (schema) => reading(gate.input(schema), open, enter),
  query: (resolver) =>
    gate.query(({ ctx, input }) => {
      const within = acting(ctx as unknown as RequestContext & Context)
      return open(within, input, async (db) => {
        const inside = { ...within, db }
        return resolver({ ctx: { ...inside, ...(await enter?.(inside, input)) }, input })
      })
    }),
})
// biome-ignore-end lint/suspicious/noExplicitAny: as said above.
