import { expect, test } from 'vitest'
import { z } from 'zod'
import { readEnvironment } from './environment.ts'

const variables = z.object({ HOST: z.string().default('127.0.0.1'), PORT: z.coerce.number().int() })
const examples = { HOST: '127.0.0.1', PORT: '4110' }

test('the schema parses the environment', () => {
  expect(readEnvironment(variables, examples, { PORT: '80' })).toEqual({ HOST: '127.0.0.1', PORT: 80 })
})

test('a wrong variable is named with an example', () => {
  expect(() => readEnvironment(variables, examples, {})).toThrow(
    'PORT is missing or not valid, such as PORT=4110',
  )
})
