import pg from 'pg'
import { expect, test } from 'vitest'
import { Messages } from './messages.ts'

test('messages are those of pg, whatever the values and their length', () => {
  const values = [
    '',
    'Müller',
    '华为 😀',
    null,
    Buffer.from([0, 1, 255]),
    'x'.repeat(50_000),
    '\ud800',
    Buffer.alloc(70_000),
  ]
  const messages = new Messages()
  messages.parse('s1_1', 'select $1::text as "Größe"')
  messages.describe('s1_1')
  messages.bind('s1_1', values)
  messages.execute()
  messages.bind('', [])
  messages.sync()
  expect(messages.written()).toEqual(
    ofPg((wire) => {
      wire.parse({ name: 's1_1', text: 'select $1::text as "Größe"' })
      wire.describe({ type: 'S', name: 's1_1' })
      wire.bind({ statement: 's1_1', values })
      wire.execute({})
      wire.bind({ statement: '', values: [] })
      wire.sync()
    }),
  )
})

/** What `pg` writes; its types leave out how. */
function ofPg(
  write: (
    wire: Record<'parse' | 'describe' | 'bind' | 'execute', (what: object) => void> & { sync: () => void },
  ) => void,
): Buffer {
  const parts: Buffer[] = []
  const stream = { writable: true, write: (part: Buffer) => parts.push(part), on: () => stream }
  write(new pg.Connection({ stream } as never) as never)
  return Buffer.concat(parts)
}
