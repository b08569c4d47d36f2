// Inputs made from the router's own schemas: valid ones, and ones with a single broken field.
import { appRouter } from '@entente/trpc/router'
import fc from 'fast-check'
import { z } from 'zod'

type Procedure = { _def: { type: 'query' | 'mutation'; inputs: z.ZodType[] } }
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>

/** Every procedure's path, in a fixed order. */
export const paths: readonly string[] = Object.keys(procedures).toSorted()

const defOf = (path: string): Procedure['_def'] => {
  const found = procedures[path]
  if (!found) throw new Error(`The router has no ${path}.`)
  return found._def
}

export const typeOf = (path: string) => defOf(path).type

type JsonSchema = {
  type?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
}

/** The merged schema of a procedure's input: each step of the procedure declares some of the fields. */
export const schemaOf = (path: string): JsonSchema =>
  defOf(path)
    .inputs.map((input) => z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as JsonSchema)
    .reduce<JsonSchema>(
      (all, one) => ({
        type: 'object',
        properties: { ...all.properties, ...one.properties },
        required: [...(all.required ?? []), ...(one.required ?? [])],
      }),
      { type: 'object' },
    )

/** Whether the procedure's own schemas accept this input. */
export const fits = (path: string, input: unknown): boolean =>
  defOf(path).inputs.every((schema) => schema.safeParse(input).success)

/** Values that exist in a test's world, by field name, so that random inputs reach real rows. */
export type Known = Readonly<Record<string, readonly unknown[]>>

/** A mostly valid input: of the right shape, with known values for the fields that have some. */
export const inputOf = (path: string, known: Known): fc.Arbitrary<Record<string, unknown>> =>
  arbitraryOf(schemaOf(path), '', known) as fc.Arbitrary<Record<string, unknown>>

function arbitraryOf(schema: JsonSchema, name: string, known: Known): fc.Arbitrary<unknown> {
  const made = madeFrom(schema, name, known)
  const meant = known[name]
  return meant?.length
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...meant) }, { weight: 1, arbitrary: made })
    : made
}

function madeFrom(schema: JsonSchema, name: string, known: Known): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return fc.oneof(...alternatives.map((one) => arbitraryOf(one, name, known)))
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([key, one]) => [key, arbitraryOf(one, key, known)]),
        ),
        { requiredKeys: schema.required ?? [] },
      )
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}, name, known), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      })
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 1000) })
    case 'null':
      return fc.constant(null)
    default:
      return stringOf(schema)
  }
}

const stringOf = ({ format, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> =>
  format === 'uuid'
    ? fc.uuid()
    : fc.oneof(
        fc.constantFrom('Ada Roy', 'Fabrikam', 'ada@fabrikam.example', 'harbour lamp violet 42'),
        fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' }),
      )

/** The values that replace the value of a field. */
export const broken: readonly [name: string, value: unknown][] = [
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
  ['overlong', 'x'.repeat(10_000)],
  ['a number', 7],
  ['a huge number', 1e308],
  ['a boolean', true],
  ['a script', '<script>alert(1)</script>'],
  ['SQL', "'; drop table organisation; --"],
  ['a header', 'Ada\r\nBcc: eve@example.com'],
  ['NUL', 'Ada\u0000Roy'],
  ['a lone surrogate', 'Ada\ud800'],
  ['emoji', '👩‍👩‍👧‍👦'.repeat(30)],
  ['an override', 'Ada\u202eyoR'],
  ['an array', ['x', ['y']]],
  ['an object', { a: { b: { c: [] } } }],
  ['prototype keys', JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}')],
  ['a list of many', Array.from({ length: 1000 }, () => 'x')],
  ['deep', JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`)],
]

/** Every path in a value that can be broken: fields, fields of fields, elements. */
export function placesOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return at.length > 0 ? [at] : []
  const inside = Object.entries(value).flatMap(([key, one]) => placesOf(one, [...at, key]))
  return at.length > 0 ? [at, ...inside] : inside
}

/** A copy of the input with another value at one path; undefined removes the field. */
export function withBroken(input: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(input))
    return input.map((one, at) => (String(at) === key ? withBroken(one, rest, value) : one))
  const fields = (input ?? {}) as Record<string, unknown>
  return { ...fields, [key]: withBroken(fields[key], rest, value) }
}
