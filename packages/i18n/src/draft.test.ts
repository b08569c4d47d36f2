import { locales } from '@entente/domain/core/locale'
import { postedDraft } from '@entente/domain/relationship/relationship-request'
import { describe, expect, test } from 'vitest'
import { draftWords } from './draft.ts'
import { translatorFor } from './server.ts'

const facts = {
  partner: 'Fabrikam GmbH',
  person: 'Ada Sommer',
  cloud: 'Entente Global',
  agreement: 'Microsoft Customer Agreement',
  services: ['Microsoft 365', 'Azure'],
}

describe.each(locales)('R-028 U-23 the draft in %s', (locale) => {
  const { subject, words } = draftWords(translatorFor(locale), facts)

  test('names who asks, in which cloud, for which services and under which agreement', () => {
    const text = ['greeting', 'request', 'privileges', 'instruction', 'closing'].map(words).join('\n')
    for (const fact of Object.values(facts).flat()) expect(text).toContain(fact)
    expect(subject).toContain('Fabrikam GmbH')
  })

  test('R-178 is plain text without markup or placeholders', () => {
    const text = ['subject', 'greeting', 'request', 'privileges', 'instruction', 'closing']
      .map(words)
      .join('\n')
    expect(text).not.toMatch(/[{}<>]|https?:/)
  })

  test('R-018 has a subject that can be posted back, however long the partner’s name is', () => {
    for (const partner of ['株'.repeat(200), '🏔'.repeat(100), 'x'.repeat(200)]) {
      const long = draftWords(translatorFor(locale), { ...facts, partner }).subject
      expect(postedDraft.shape.subject.parse(long)).toBe(long)
    }
  })
})

test('a paragraph without words throws', () => {
  expect(() => draftWords(translatorFor('en'), facts).words('constructor')).toThrow('constructor')
})
