import { batch } from '@entente/db/core/batch'
import type { Key } from '@entente/db/core/idempotency'
import type { Scoped } from '@entente/db/core/scopes'
import type { Actor, ActorKey } from '@entente/domain/core/actor'
import type { TRPCMutationProcedure } from '@trpc/server'
import type { z } from 'zod'
import type { Context, Outside, RequestContext } from './context.ts'
import type { Declared } from './declared.ts'
import { freshly } from './fresh.ts'
import { firstAnswer, keyed, keyOf, type Once, once } from './once.ts'
import {
  type Acting,
  type AnyGate,
  acting,
  type Both,
  type Enter,
  type Gate,
  type Middleware,
} from './read.ts'
import { Refused } from './refused.ts'

/**
 * What a write needs beyond its gate. `fresh`: the person confirmed recently who they are. `secrets`: the fields of the
 * answer that are shown once; a repeat of the key gets `shown_once` instead. `locksActor`: the resolver locks the acting
 * person together with others and decides by the roles it finds; a lock before that one would deadlock with it.
 */
export type WriteOptions<Secret extends string = never> = {
  fresh?: boolean
  secrets?: readonly Secret[]
  locksActor?: boolean
}

type WritableDb = Scoped<'partner' | 'customer' | 'auth' | 'operator'>
type Keyed = { idempotencyKey: string }

/** Opens the transaction that a write's resolver runs in, for the owner of its key. */
type Open<Added, Input, Db> = <T>(
  ctx: Acting<Added>,
  input: Input,
  work: (db: Db) => Promise<T>,
  owner: ActorKey,
) => Promise<T>

/**
 * A mutation that runs once per idempotency key, in a scope's transaction with `ctx.db`. Whatever it throws rolls the
 * transaction and the key's claim back.
 */
export type Write<Added, Db, Sent, Input, Prepared, Secret extends string, First = undefined> = {
  /** Adds a middleware that runs before everything else. */
  use(middleware: Middleware): Write<Added, Db, Sent, Input, Prepared, Secret, First>
  input<S, I>(schema: z.ZodType<I, S>): Write<Added, Db, Sent & S, Input & I, Prepared, Secret, First>
  /**
   * What comes before the transaction: counting limits, hashing passwords, asking another server. A press that is
   * repeated with its key may be refused here, because it finds its link spent or its old password wrong; it gets its
   * first answer instead.
   */
  prepare<P>(
    work: (call: { ctx: Acting<Added> & { outside: Outside }; input: Input }) => P | Promise<P>,
  ): Write<Added, Db, Sent, Input, P, Secret, First>
  /**
   * What the transaction locks and reads first, in one packet with the claim of its key. Who may go on is not decided yet, so
   * it must not depend on roles.
   */
  first<F>(
    work: (call: { ctx: Acting<Added> & { db: Db }; input: Input }) => Promise<F>,
  ): Write<Added, Db, Sent, Input, Prepared, Secret, F>
  mutation<T>(
    resolver: (call: {
      ctx: Acting<Added> & { db: Db }
      input: Input
      prepared: Prepared
      first: First
    }) => T | Promise<T>,
  ): TRPCMutationProcedure<{ input: Sent; output: Once<T, Secret>; meta: Declared }>
}

/** Builds a write: who may (`gate`), what it declares, who owns its key, and in which scope's transaction it runs. */
export function write<
  Added,
  Sent,
  Input,
  Db extends WritableDb,
  Secret extends string = never,
  Entered = unknown,
>(what: {
  gate: Gate<Added, Sent, Input>
  declared: Pick<Declared, 'audience' | 'permission'>
  options?: WriteOptions<Secret> | undefined
  actor: (ctx: Acting<Added>) => Actor
  open: Open<Added, Both<Input, Keyed>, Db>
  /** Decides in the transaction again who may go on, and returns what the resolver sees in place of the gate's answer. */
  recheck?: (ctx: Acting<Added>, db: Db) => Promise<Partial<Added>>
  enter?: Enter<Added, Both<Input, Keyed>, Db, Entered>
}): Write<Added & Entered, Db, Both<Sent, Keyed>, Both<Input, Keyed>, undefined, Secret> {
  const { fresh = false, secrets = [], locksActor = false } = what.options ?? {}
  const gate = freshly(what.gate, { ...what.declared, fresh, secrets, keyless: null })
    .input(keyed)
    .use(({ next, getRawInput }) => next({ ctx: { getRawInput } }))
  const recheck = locksActor ? undefined : what.recheck
  return writing(gate, { actor: what.actor, open: what.open, secrets, recheck, enter: what.enter })
}

// The types of what goes in and comes out are those of `Write`; inside, every write is alike.
// biome-ignore-start lint/suspicious/noExplicitAny: as said above.
type Plan = {
  secrets: readonly string[]
  actor: (ctx: any) => Actor
  open: Open<any, any, any>
  recheck: ((ctx: any, db: any) => Promise<any>) | undefined
  enter: Enter<any, any, any, any> | undefined
  prepare?: (call: { ctx: any; input: any }) => unknown
  first?: (call: { ctx: any; input: any }) => Promise<any>
}

const writing = (gate: AnyGate, plan: Plan): Write<any, any, any, any, any, any, any> => ({
  use: (middleware) => writing(gate.use(middleware), plan),
  input: (schema) => writing(gate.input(schema), plan),
  prepare: (prepare) => writing(gate, { ...plan, prepare }),
  first: (first) => writing(gate, { ...plan, first }),
  mutation: (resolver) => gate.mutation((call) => perform(plan, call as unknown as Call, resolver)),
})

type Call = {
  ctx: RequestContext & Context & { getRawInput: () => Promise<unknown> }
  input: Keyed
  path: string
}

async function perform(
  plan: Plan,
  { ctx: { getRawInput, ...ctx }, input, path }: Call,
  resolver: (call: { ctx: any; input: any; prepared: any; first: any }) => unknown,
): Promise<any> {
  const within = acting(ctx)
  const call = { path, key: input.idempotencyKey, raw: await getRawInput() }
  const key = keyOf(within, plan.actor(within), call)
  const ready = await prepare(plan, { ctx, input, key })
  if ('answer' in ready) return ready.answer
  const { prepared } = ready
  return plan.open(
    within,
    input,
    (db) => {
      const opened = { ...within, db }
      return once(
        within,
        db,
        { key, secrets: plan.secrets },
        {
          enter: () => batch([plan.recheck?.(within, db), plan.first?.({ ctx: opened, input })]),
          act: async ([rechecked, first]) => {
            const inside = { ...opened, ...rechecked }
            const entered = await plan.enter?.(inside, input)
            return resolver({ ctx: { ...inside, ...entered }, input, prepared, first })
          },
        },
      )
    },
    key.actor,
  )
}
// biome-ignore-end lint/suspicious/noExplicitAny: as said above.

/** What comes before the transaction; for a repeat that is refused there, the first answer. */
async function prepare(
  plan: Plan,
  { ctx, input, key }: { ctx: Context; input: Keyed; key: Key },
): Promise<{ prepared: unknown } | { answer: unknown }> {
  try {
    return { prepared: await plan.prepare?.({ ctx, input }) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const first = await firstAnswer(ctx, key)
    if (!first) throw error
    return first
  }
}
