import { expect, expectTypeOf, test } from 'vitest'
import { loadCatalogue } from './catalogue.ts'
import { translatorFor } from './server.ts'
import { createTranslator, type MessageKey, type Translate } from './translate.ts'

const t = translatorFor('en')

test('a message contains its arguments', () => {
  expect(t('portal.customers.title')).toBe('Customers')
  expect(t('portal.customers.details', { customer: 'Contoso' })).toBe('Details of Contoso')
})

test('plural forms follow the language', () => {
  expect(t('common.form.errors', { count: 1 })).toBe('One thing needs your attention')
  expect(translatorFor('de')('portal.requests.count', { count: 3 })).toBe('3 Einträge')
})

test('S10 an argument is never read as a message or as markup', () => {
  const customer = "{partner} <b>'{'</b> {count, plural, other {#}}"
  expect(t('portal.customers.details', { customer })).toBe(`Details of ${customer}`)
})

test('a message that a catalogue lacks is in English', async () => {
  const german = await loadCatalogue('de', ['portal'])
  const english = await loadCatalogue('en', ['portal'])
  const { 'portal.customers.title': _, ...partly } = german
  expect(createTranslator('de', { ...english, ...partly })('portal.customers.title')).toBe('Customers')
})

test('a message whose namespace was not loaded throws instead of leaving a gap on a page', async () => {
  const sparse = createTranslator('de', await loadCatalogue('de', ['common']))
  expect(sparse('common.nav.customers')).toBe('Kunden')
  expect(() => sparse('portal.customers.title')).toThrow('portal.customers.title')
})

test('a translator knows its language and is made once', () => {
  expect(translatorFor('zh-CN').locale).toBe('zh-CN')
  expect(translatorFor('zh-CN')).toBe(translatorFor('zh-CN'))
})

test('keys and arguments are checked by the compiler', () => {
  const says = (translate: Translate) => {
    // @ts-expect-error the argument is missing
    translate('portal.customers.details')
    // @ts-expect-error there is no such argument
    translate('portal.customers.details', { partner: 'Fabrikam' })
    // @ts-expect-error this message takes none
    translate('portal.customers.title', { customer: 'Contoso' })
    // @ts-expect-error there is no such message
    translate('portal.customers.titel')
    // @ts-expect-error one of the two takes an argument
    translate('portal.customers.title' as 'portal.customers.title' | 'portal.customers.details')
  }
  expectTypeOf(says).toBeFunction()
  expectTypeOf<'common.product'>().toExtend<MessageKey>()
})

test('R-176 Chinese sets off foreign words by spaces, and Chinese ones by none', () => {
  const t = createTranslator('zh-CN', {
    'acceptance.invitation.intro': '这是 {cloud} 中的一个请求，由 {cloud} 提出。',
  })
  const said = (cloud: string) => t('acceptance.invitation.intro', { cloud })
  expect(said('Azure')).toBe('这是 Azure 中的一个请求，由 Azure 提出。')
  expect(said('世纪互联')).toBe('这是世纪互联中的一个请求，由世纪互联提出。')
  expect(said('Entente 世纪互联')).toBe('这是 Entente 世纪互联中的一个请求，由 Entente 世纪互联提出。')
})
