import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testCloud } from '../../testing/cloud.ts'
import {
  checkDraft,
  composeText,
  type PostedDraft,
  paragraphsOf,
  postedDraft,
  templateDraft,
} from './relationship-request.ts'

const link =
  'https://customer.entente.example/invitation/AY88HnorfD2OTwEjRWeJqw.1.WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo'
const ownHosts = ['customer.entente.example', 'partner.entente.example']

const template = templateDraft(testCloud, {
  language: 'en',
  withPrivileges: true,
  subject: 'Contoso asks to be your reseller',
  link,
  words: (key) => `Words of ${key}.`,
})

const posted: PostedDraft = {
  templateVersion: '7',
  language: 'en',
  withPrivileges: true,
  subject: 'Contoso asks to be your reseller',
  paragraphs: template.paragraphs.map(({ key, text }) => ({ key, text })),
  link,
}

/** The posted draft with one paragraph's text changed, or without it. */
const editing = (key: string, text: string | undefined): PostedDraft => ({
  ...posted,
  paragraphs: posted.paragraphs.flatMap((paragraph) => {
    if (paragraph.key !== key) return paragraph
    return text === undefined ? [] : { key, text }
  }),
})

const refusalOf = (draft: PostedDraft) => {
  const result = checkDraft(draft, template, ownHosts)
  return result.ok ? undefined : result.refusal
}

describe('the template', () => {
  test('R-014 R-018 has the cloud’s paragraphs in order, the link locked at its place', () => {
    expect(template.paragraphs.map(({ key, text }) => [key, text])).toEqual([
      ['greeting', 'Words of greeting.'],
      ['request', 'Words of request.'],
      ['privileges', 'Words of privileges.'],
      ['link', link],
      ['offer', 'Words of offer.'],
      ['closing', 'Words of closing.'],
    ])
    expect(template.paragraphs[3]).toMatchObject({ kind: 'link', editable: false, removable: false })
    expect(template).toMatchObject({ templateVersion: '7', language: 'en', withPrivileges: true, link })
  })

  test('says nothing about privileges that the link does not ask for', () => {
    const facts = { language: 'de', subject: 's', link, words: (key: string) => key } as const
    const keys = templateDraft(testCloud, { ...facts, withPrivileges: false }).paragraphs.map(
      ({ key }) => key,
    )
    expect(keys).toEqual(['greeting', 'request', 'link', 'offer', 'closing'])
  })
})

describe('a draft that passes', () => {
  test('R-178 as it was shown: plain text, a blank line between paragraphs, the link alone on its line', () => {
    expect(checkDraft(posted, template, ownHosts)).toEqual({
      ok: true,
      value: {
        subject: 'Contoso asks to be your reseller',
        text: `Words of greeting.\n\nWords of request.\n\nWords of privileges.\n\n${link}\n\nWords of offer.\n\nWords of closing.`,
        paragraphs: template.paragraphs.map(({ kind, text }) =>
          kind === 'link' ? { kind, text: '', template: '' } : { kind, text, template: text },
        ),
        foreignLinks: [],
      },
    })
  })

  test('R-017 R-048 D-13 with edited and removed paragraphs where the rule allows it', () => {
    const edited = { ...editing('request', 'Grüße aus Köln\n您好'), subject: 'Anfrage' }
    const paragraphs = edited.paragraphs.filter(({ key }) => key !== 'greeting' && key !== 'offer')
    const result = checkDraft({ ...edited, paragraphs }, template, ownHosts)
    expect(result).toMatchObject({
      ok: true,
      value: {
        subject: 'Anfrage',
        text: `Grüße aus Köln\n您好\n\nWords of privileges.\n\n${link}\n\nWords of closing.`,
      },
    })
  })

  test('a removable paragraph that is left blank is removed', () => {
    expect(checkDraft(editing('offer', ' \n'), template, ownHosts)).toEqual(
      checkDraft(editing('offer', undefined), template, ownHosts),
    )
  })

  test('S10 with a link to the partner’s own site, which it names', () => {
    const url = 'https://www.contoso.example/services'
    const result = checkDraft(editing('request', `See ${url}`), template, ownHosts)
    expect(result.ok && result.value.foreignLinks).toEqual([{ host: 'www.contoso.example', url }])
  })

  test('S10 a link in the template’s own words, such as a partner’s name, is not the partner’s', () => {
    const named = { ...template, subject: 'Contoso.example asks' }
    const result = checkDraft({ ...posted, subject: named.subject }, named, ownHosts)
    expect(result.ok && result.value.foreignLinks).toEqual([])
  })

  test('whatever the partner writes in an editable paragraph, the message holds it and the link', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (words) => {
        fc.pre(words.trim() !== '')
        const result = checkDraft(editing('request', words), template, ownHosts)
        expect(result.ok && result.value.text.split('\n')).toContain(link)
        expect(result.ok && result.value.text).toContain(words)
      }),
    )
  })
})

describe('R-018 R-049 the link', () => {
  test.each(['', ' ', '\n'])('is missing when blank: %o', (text) => {
    expect(refusalOf({ ...posted, link: text })).toEqual({ code: 'draft_link_missing' })
    expect(refusalOf(editing('link', text))).toEqual({ code: 'draft_link_missing' })
  })

  test('is missing when its paragraph is', () => {
    expect(refusalOf(editing('link', undefined))).toEqual({ code: 'draft_link_missing' })
  })

  const alterations = fc
    .record({
      at: fc.nat({ max: link.length - 1 }),
      deleted: fc.nat({ max: 5 }),
      inserted: fc.string({ unit: 'grapheme', maxLength: 5 }),
    })
    .map(({ at, deleted, inserted }) => link.slice(0, at) + inserted + link.slice(at + deleted))
    .filter((text) => text !== link && text.trim() !== '')

  test('any deletion, insertion or alteration in it is refused, in the field and in the paragraph', () => {
    fc.assert(
      fc.property(alterations, (altered) => {
        expect(refusalOf({ ...posted, link: altered })).toEqual({ code: 'draft_link_altered' })
        expect(refusalOf(editing('link', altered))).toEqual({ code: 'draft_link_altered' })
        expect(refusalOf({ ...editing('link', altered), link: altered })).toEqual({
          code: 'draft_link_altered',
        })
      }),
      { numRuns: 1000 },
    )
  })

  test('R-019 of another partner is refused, in place of the link and in the text', () => {
    const other = link.replace('AY88', 'AY89')
    expect(refusalOf({ ...editing('link', other), link: other })).toEqual({ code: 'draft_link_altered' })
    expect(refusalOf(editing('greeting', `Please open ${other}`))).toEqual({
      code: 'draft_foreign_link',
      paragraph: 1,
    })
    expect(refusalOf(editing('request', 'HTTPS://x@Customer.Entente.Example.:443/y'))).toEqual({
      code: 'draft_foreign_link',
      paragraph: 2,
    })
    expect(refusalOf({ ...posted, subject: 'partner.entente.example' })).toEqual({
      code: 'draft_foreign_link',
      paragraph: 0,
    })
  })
})

describe('R-048 locked paragraphs', () => {
  test.each([
    ['request', undefined, 2],
    ['request', ' ', 2],
    ['privileges', 'Words of privileges', 3],
    ['privileges', undefined, 3],
    ['offer', 'Words of Offer.', 4],
    ['closing', 'Words of closing. ', 5],
    ['closing', '', 5],
  ])('%s as %o is refused and named', (key, text, paragraph) => {
    expect(refusalOf(editing(key, text))).toEqual({ code: 'draft_paragraph_locked', paragraph })
  })

  test('any order but the template’s is refused', () => {
    const orders = fc.shuffledSubarray(posted.paragraphs, { minLength: posted.paragraphs.length })
    fc.assert(
      fc.property(orders, (paragraphs) => {
        const isSame = paragraphs.every((paragraph, at) => paragraph === posted.paragraphs[at])
        expect(refusalOf({ ...posted, paragraphs })?.code).toBe(isSame ? undefined : 'draft_paragraph_locked')
      }),
    )
  })

  test('a repeated paragraph is refused, even unchanged', () => {
    for (const paragraph of posted.paragraphs) {
      const paragraphs = posted.paragraphs.flatMap((one) => (one === paragraph ? [one, one] : one))
      expect(refusalOf({ ...posted, paragraphs })?.code).toBe('draft_paragraph_locked')
    }
  })
})

describe('a draft of another template', () => {
  test.each([
    ['version', { templateVersion: '6' }],
    ['language', { language: 'de' as const }],
    ['choice of privileges', { withPrivileges: false }],
    ['paragraph', { paragraphs: [...posted.paragraphs, { key: 'extra', text: 'x' }] }],
  ])('of another %s is outdated', (_, change) => {
    expect(refusalOf({ ...posted, ...change })).toEqual({ code: 'draft_outdated' })
  })
})

test('R-178 the link, or its placeholder, is on a line of its own', () => {
  const paragraphs = [
    { kind: 'text' as const, text: 'a' },
    { kind: 'link' as const, text: link },
    { kind: 'text' as const, text: 'b' },
  ]
  expect(composeText(paragraphs, '{{link}}')).toBe('a\n\n{{link}}\n\nb')
})

describe('what a page posts', () => {
  const withText = (text: string) =>
    postedDraft.safeParse({ ...posted, paragraphs: [{ key: 'greeting', text }] })

  test('is accepted unchanged, but line breaks become LF', () => {
    expect(postedDraft.parse(posted)).toEqual(posted)
    expect(withText('a\r\nb\rc\u2028d\n\te').data?.paragraphs[0]?.text).toBe('a\nb\nc\nd\n\te')
  })

  test.each(['\0', '\x1b[1m', '\x7f', '\u0090', '\u202e', '\u2066', '\ud800', 'x'.repeat(4001)])(
    'is refused with %o in a paragraph',
    (text) => expect(withText(text).success).toBe(false),
  )

  test.each([
    ['a subject of two lines', { subject: 'a\nBcc: b@c.example' }],
    ['no subject', { subject: ' ' }],
    ['a long subject', { subject: 'x'.repeat(201) }],
    ['an unknown language', { language: 'fr' }],
    ['too many paragraphs', { paragraphs: Array(21).fill({ key: 'a', text: 'b' }) }],
  ])('is refused with %s', (_, change) => {
    expect(postedDraft.safeParse({ ...posted, ...change }).success).toBe(false)
  })
})

describe('R-178 the paragraphs of a recorded request', () => {
  test('U7 stand beside the template’s; what was left out is kept and not sent', () => {
    const draft = editing('request', 'Hi')
    const paragraphs = draft.paragraphs.filter(({ key }) => key !== 'greeting')
    const checked = checkDraft({ ...draft, paragraphs }, template, ownHosts)
    if (!checked.ok) throw new Error(checked.refusal.code)
    expect(checked.value.paragraphs.slice(0, 4)).toEqual([
      { kind: 'text', text: '', template: 'Words of greeting.' },
      { kind: 'text', text: 'Hi', template: 'Words of request.' },
      { kind: 'text', text: 'Words of privileges.', template: 'Words of privileges.' },
      { kind: 'link', text: '', template: '' },
    ])
    expect(checked.value.text).not.toContain('Words of greeting.')
  })

  test('of an earlier release are read from its text', () => {
    const paragraphs = [
      { kind: 'text' as const, text: 'Hello\nyou', template: null },
      { kind: 'link' as const, text: '', template: null },
      { kind: 'text' as const, text: 'Bye', template: null },
    ]
    expect(paragraphsOf(composeText(paragraphs, '{{link}}'), '{{link}}')).toEqual(paragraphs)
    expect(paragraphsOf('', '{{link}}')).toEqual([])
  })
})
