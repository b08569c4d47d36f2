import { describe, expect, test } from 'vitest'
import { paragraphsOf } from './paragraphs.ts'

describe('R-178 the paragraphs of a recorded request', () => {
  test('take a paragraph that is only the placeholder for the link', () => {
    expect(paragraphsOf('Hello\nyou\n\n{{link}}\n\nBye')).toEqual([
      { kind: 'text', text: 'Hello\nyou' },
      { kind: 'link', text: '{{link}}' },
      { kind: 'text', text: 'Bye' },
    ])
  })

  test.each(['Hello', 'See {{link}} here', 'https://customer.example/invitation/abc'])(
    'R-018 a request without a link paragraph is refused: %s',
    (body) => {
      expect(() => paragraphsOf(body)).toThrow('no link')
    },
  )
})
