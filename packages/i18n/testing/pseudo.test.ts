import { expect, test } from 'vitest'
import { ownCatalogue } from '../src/server.ts'
import { parseMessage } from '../src/translate.ts'
import { pseudo, pseudoMessages, pseudoTranslator } from './pseudo.ts'

test('R-175 a message grows by some 40 % and keeps its arguments', () => {
  expect(pseudo('Sign in')).toBe('[Šîîĝñ îîñ]')
  expect(pseudo('{count, plural, one {# mail to {name}} other {# mails}}')).toBe(
    '[{count, plural, one {# ɱààîîļ ţöö {name}} other {# ɱààîîļš}}]',
  )
  const english = Object.values(ownCatalogue('en')).join('')
  const grown = Object.values(pseudoMessages(ownCatalogue('en'))).join('')
  expect(grown.length / english.length).toBeGreaterThan(1.25)
  expect(grown.length / english.length).toBeLessThan(1.5)
})

test('R-175 every English message has one, without a letter of its own', () => {
  for (const message of Object.values(pseudoMessages(ownCatalogue('en')))) {
    const spoken = parseMessage(message, 'en')
      .getAst()
      .flatMap((node) => (node.type === 0 ? node.value : []))
      .join('')
    expect(spoken).not.toMatch(/[A-Za-z]/)
  }
  expect(pseudoTranslator()('common.sign_in.submit')).toBe('[Šîîĝñ îîñ]')
})
