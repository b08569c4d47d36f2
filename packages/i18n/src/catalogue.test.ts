import { readFileSync } from 'node:fs'
import { type Locale, locales } from '@entente/domain/core/locale'
import { describe, expect, test } from 'vitest'
import { argumentsOf, generateTypes } from '../generate.ts'
import { loadCatalogue, namespaces } from './catalogue.ts'
import { ownCatalogue } from './server.ts'
import { parseMessage } from './translate.ts'

const english = ownCatalogue('en')
const others = locales.filter((locale) => locale !== 'en')

/** Brands, names of languages and words that German shares with English. */
const sameInGerman =
  /^(Entente|Cloud|Name|Organisation|Support|Website|Link|Status|Partner|Details|Text|MPN ID|English|Deutsch|简体中文|optional|Ctrl K|\{status\}, \{time\}|\{city\} \(\{country\}\))$/

test('messages.gen.ts matches the English catalogues: if not, run `node packages/i18n/generate.ts`', () => {
  expect(readFileSync(new URL('messages.gen.ts', import.meta.url), 'utf8')).toBe(generateTypes())
})

describe.each(locales)('R-028 R-175 the catalogue %s', (locale) => {
  const own = ownCatalogue(locale)
  const messages = Object.entries(own)

  test('has every message and no other', () => {
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort())
  })

  test('takes the same arguments as the English one', () => {
    for (const [key, message] of messages) {
      const names = (text: string) => [...argumentsOf(text).keys()]
      expect([key, ...names(message)]).toEqual([key, ...names(english[key] ?? '')])
    }
  })

  test('parses in its own language, plural forms included', () => {
    for (const [, message] of messages) expect(() => parseMessage(message, locale)).not.toThrow()
  })

  test('holds no straight apostrophe, which ICU takes for a quote', () => {
    expect(messages.filter(([, message]) => message.includes("'"))).toEqual([])
  })

  test('holds no blank message and no spaces around one', () => {
    expect(messages.filter(([, message]) => message.trim() !== message || message === '')).toEqual([])
  })

  test('is what the browser loads', async () => {
    expect(await loadCatalogue(locale, namespaces)).toEqual(own)
  })
})

test('R-175 no message of another language is left in English', () => {
  for (const locale of others) {
    const left = Object.entries(ownCatalogue(locale)).filter(
      ([key, message]) => message === english[key] && !sameInGerman.test(message),
    )
    expect(left).toEqual([])
  }
})

test('R-175 German addresses people with Sie', () => {
  const familiar = /\b(du|dich|dir|dein\w*|ihr seid|euch|euer\w*|eure\w*)\b/i
  expect(Object.entries(ownCatalogue('de')).filter(([, message]) => familiar.test(message))).toEqual([])
})

test('R-176 Chinese messages are in Chinese script and use Chinese punctuation', () => {
  const messages = Object.entries(ownCatalogue('zh-CN'))
  const halfWidth = /[()]|[\p{sc=Han}}，。][,;:!?]|\p{sc=Han}\.(\s|$)|[,;:!?]\p{sc=Han}/u
  const withoutForms = (message: string) => message.replaceAll(/\{\w+, \w+,?/g, '')
  expect(messages.filter(([, message]) => halfWidth.test(withoutForms(message)))).toEqual([])
  expect(
    messages.filter(
      ([key, message]) =>
        !/\p{Script=Han}/u.test(message) &&
        !/(language\.|product$|search\.keys$|\.at$|mpn_id$|location$)/.test(key),
    ),
  ).toEqual([])
})

/** Of two words for one thing, the one that no message uses. `docs/glossary.md` names the things. */
const twins: Record<Locale, RegExp> = {
  en: /enroll(?!ed|ing)|authoriz|(?:some|any|every)body/i,
  de: /[Kk]ennw[oö]rt|[Vv]ereinbarung|[Aa]nfrage|angefragt|anfragen|Domain|Rechtliche[rn]? |vorläufig|Enroll|Onboarding|Widerspruch|Mitgliedsverzeichnis|\bLeute\b|Dokument|Person(?:en)? des Betreibers|[Pp]rimäre[rn]? Kontakt|Reseller|Admin-(?:Rolle|Typ)/,
  'zh-CN':
    /帐|第二重验证|活动记录|管理员权限|撤消|成员目录|死信|封印|贵组织|未做任何|做出|重新加载|(?<!区)域(?!名)/,
}

/** Labels that customers and partners know from elsewhere keep their spelling. */
const givenLabels = /\bAuthorize\b|\bEnroll now\b/g

test.each(locales)('R-175 the catalogue %s has one word for one thing', (locale) => {
  const both = Object.entries(ownCatalogue(locale)).filter(([, message]) =>
    twins[locale].test(message.replace(givenLabels, '')),
  )
  expect(both).toEqual([])
})

test('D-30 R-031 R-032 responsibility lasts until it is renegotiated, and never begins only then', () => {
  const german = ownCatalogue('de')
  for (const key of ['portal.customer.responsibility', 'acceptance.review.lasting']) {
    expect(german[key]).toMatch(/Solange Sie .* nicht neu verhandelt haben, bleib/)
    expect(english[key]).toMatch(/Until .* have renegotiated/)
  }
  expect(Object.entries(german).filter(([, message]) => message.includes('Erst wenn'))).toEqual([])
})

test('names that people and tests rely on are exactly these', () => {
  const exact: Record<string, string> = {
    'common.field.email': 'E-mail',
    'common.field.password': 'Password',
    'common.sign_in.submit': 'Sign in',
    'common.nav.customers': 'Customers',
    'portal.customers.title': 'Customers',
    'portal.customers.details': 'Details of {customer}',
    'portal.customer.account.title': 'Account',
    'portal.customer.services.title': 'Services',
    'portal.customers.request': 'Request a reseller relationship',
    'portal.request.title': 'Request a reseller relationship',
    'portal.request.subject': 'Subject',
    'portal.request.paragraph': 'Paragraph {number}',
    'portal.request.link': 'Link',
    'portal.request.privileges': 'Include delegated admin privileges',
    'portal.request.language': 'Language',
    'portal.request.copy': 'Copy to clipboard',
    'portal.request.open_in_app': 'Open in e-mail app',
    'portal.request.send': 'Send for me',
    'portal.request.recipients': 'Recipients',
    'portal.request.done': 'Done',
    'acceptance.invitation.sign_in': 'Sign in',
    'acceptance.invitation.create_account': 'Create an account',
    'acceptance.review.agreement.accept': 'I accept the agreement',
    'acceptance.review.authorize': 'Authorize',
    'acceptance.review.decline': 'Decline',
    'acceptance.review.decline.tell': 'Let the partner know',
    'acceptance.review.service.keep': 'Keep {holder}',
    'acceptance.review.service.move': 'Move to {partner}',
    'acceptance.partners.title': 'Partner relationships',
    'acceptance.people.title': 'People',
  }
  expect(english).toMatchObject(exact)
  // the German label of the way to a request.
  expect(ownCatalogue('de')['portal.customers.request']).toBe('Vertriebspartnerschaft beantragen')
})
