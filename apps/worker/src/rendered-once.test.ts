import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { renderedOnce } from './rendered-once.ts'

test('a mail that says the same in the same language is rendered once, another one again', () => {
  const rendered: string[] = []
  const render = renderedOnce(({ name }: { name: string }, t) => {
    rendered.push(`${t.locale} ${name}`)
    return { subject: name, text: `${t.locale} ${name}`, html: '' }
  })
  const [en, de] = [translatorFor('en'), translatorFor('de')]
  for (const [name, t] of [
    ['Fabrikam', en],
    ['Fabrikam', en],
    ['Fabrikam', de],
    ['Contoso', en],
    ['Fabrikam', de],
  ] as const)
    expect(render({ name }, t).text).toBe(`${t.locale} ${name}`)
  expect(rendered).toEqual(['en Fabrikam', 'de Fabrikam', 'en Contoso'])
})

test('only the last mails are kept', () => {
  let rendered = 0
  const render = renderedOnce(({ at }: { at: number }) => {
    rendered++
    return { subject: String(at), text: '', html: '' }
  })
  const t = translatorFor('en')
  for (let at = 0; at < 200; at++) expect(render({ at }, t).subject).toBe(String(at))
  render({ at: 199 }, t)
  expect(rendered).toBe(200)
  render({ at: 0 }, t)
  expect(rendered).toBe(201)
})
