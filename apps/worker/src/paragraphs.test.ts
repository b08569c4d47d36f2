import { describe, expect, test } from 'vitest'
import { paragraphsOf } from './paragraphs.ts'

describe('R-178 the paragraphs of a recorded request', () => {
  test('know the link by its own paragraph', () => {
    expect(paragraphsOf('Hello\nyou\n\n{{link}}\n\nBye')).toEqual([
      { kind: 'text', text: 'Hello\nyou' },
      { kind: 'link', text: '{{link}}' },
      { kind: 'text', text: 'Bye' },
    ])
  })

  test.each(['Hello', 'See {{link}} here', 'https://customer.example/invitation/abc'])(
    'R-018 without a link of its own there is no request: %s',
    (body) => {
      expect(() => paragraphsOf(body)).toThrow('no link')
    },
  )
})
