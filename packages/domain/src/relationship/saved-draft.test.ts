import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import { templateDraft, writtenDraft } from './relationship-request.ts'
import { applyEdits, type DraftEdits, editsOf, mergeEdits, recordedEdits } from './saved-draft.ts'

const templateIn = (language: 'en' | 'de') =>
  templateDraft(testCloud, {
    ...{ language, withPrivileges: true, subject: `Subject ${language}`, link: 'https://a.example/i' },
    words: (key) => `Words of ${key} ${language}.`,
  })
const template = templateIn('en')
const untouched: DraftEdits = {
  ...{ language: 'en', withPrivileges: true, subject: null, paragraphs: {}, recipients: '' },
}
const edits = fc.record({
  language: fc.constantFrom<DraftEdits['language']>('en', 'de'),
  withPrivileges: fc.boolean(),
  subject: fc.option(fc.constantFrom('a', 'b')),
  paragraphs: fc.dictionary(fc.constantFrom('greeting', 'request'), fc.constantFrom('', 'x', 'y')),
  recipients: fc
    .uniqueArray(fc.constantFrom('a@b.example', 'c@d.example', 'e@f.example'))
    .map((all) => all.join('\n')),
})

describe('U6 a draft that is still being written', () => {
  test('keeps what was changed only, so that the rest follows the language', () => {
    const paragraphs = template.paragraphs.map(({ key, text }) => ({
      ...{ key, text: key === 'greeting' ? 'Hi Ada,' : key === 'privileges' ? 'forged' : text },
    }))
    const kept = editsOf(template, { subject: template.subject, paragraphs, recipients: '' })
    expect(kept).toEqual({ ...untouched, paragraphs: { greeting: 'Hi Ada,' } })
    const german = applyEdits(templateIn('de'), kept)
    expect(german.subject).toBe('Subject de')
    expect(german.paragraphs.slice(0, 2).map(({ text }) => text)).toEqual(['Hi Ada,', 'Words of request de.'])
  })

  test('never changes the link or a fixed paragraph, whatever is stored', () => {
    const stored = { subject: null, paragraphs: { link: '', privileges: 'forged', offer: ' ', closing: '' } }
    const texts = applyEdits(template, stored).paragraphs.map(({ key, text }) => [key, text])
    expect(Object.fromEntries(texts)).toMatchObject({
      ...{ link: template.link, offer: ' ' },
      ...{ privileges: 'Words of privileges en.', closing: 'Words of closing en.' },
    })
  })
})

test('U11 a request that is withdrawn comes back as the draft that was sent', () => {
  fc.assert(
    fc.property(edits, (sent) => {
      const language = 'en' as const
      const { subject, paragraphs } = writtenDraft(applyEdits(template, sent), template)
      const recipients = sent.recipients.split('\n').map((address) => ({ address, reference: null }))
      const again = recordedEdits(template, { subject, paragraphs, recipients, customer: undefined })
      expect(again).toEqual({
        ...editsOf(template, applyEdits(template, sent) as never),
        ...{ language, recipients: sent.recipients },
      })
    }),
  )
})

describe('U25 two editors of one draft', () => {
  test('who change different parts keep both', () => {
    const mine = { ...untouched, subject: 'Mine', recipients: 'a@b.example' }
    const theirs = { ...untouched, paragraphs: { greeting: 'Theirs' }, recipients: 'c@d.example' }
    expect(mergeEdits(untouched, mine, theirs)).toMatchObject({
      merged: { ...theirs, subject: 'Mine', recipients: 'c@d.example\na@b.example' },
      conflicts: [],
    })
  })

  test('who change the same part see both versions of it', () => {
    const mine = { ...untouched, paragraphs: { greeting: 'Mine' } }
    const theirs = { ...untouched, paragraphs: { greeting: 'Theirs' } }
    expect(mergeEdits(untouched, mine, theirs).conflicts).toEqual([
      { field: 'paragraph.greeting', mine: 'Mine', theirs: 'Theirs' },
    ])
  })

  test('who have seen each other’s version: the one who saves again decides, about these parts only', () => {
    fc.assert(
      fc.property(edits, edits, edits, (base, mine, theirs) => {
        const { merged, read } = mergeEdits(base, mine, theirs)
        expect(mergeEdits(read, mine, theirs)).toMatchObject({ merged, conflicts: [] })
      }),
    )
  })

  test('lose nothing: what each of them changed is in the result or named as a conflict', () => {
    fc.assert(
      fc.property(edits, edits, edits, (base, mine, theirs) => {
        const { merged, conflicts } = mergeEdits(base, mine, theirs)
        for (const author of [mine, theirs]) {
          if (author.subject !== base.subject)
            expect([merged.subject, ...conflicts.map(({ theirs: text }) => text)]).toContain(author.subject)
          for (const [key, text] of Object.entries(author.paragraphs))
            if (text !== base.paragraphs[key])
              expect([merged.paragraphs[key], ...conflicts.map(({ theirs: other }) => other)]).toContain(text)
          for (const line of author.recipients.split('\n'))
            if (!base.recipients.split('\n').includes(line)) expect(merged.recipients).toContain(line)
        }
      }),
    )
  })

  test('the result is the other’s version when one of them changed nothing', () => {
    fc.assert(
      fc.property(edits, edits, (base, other) => {
        expect(mergeEdits(base, base, other)).toMatchObject({ merged: other, conflicts: [] })
        expect(mergeEdits(base, other, base)).toMatchObject({ merged: other, conflicts: [] })
      }),
    )
  })
})
