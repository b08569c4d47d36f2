import { cloudOf } from '@entente/clouds/clouds'
import { locales } from '@entente/domain/core/locale'
import { mailto } from '@entente/domain/relationship/mailto'
import { templateDraft } from '@entente/domain/relationship/relationship-request'
import { draftWords } from '@entente/i18n/draft'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { writtenMail, writtenOf } from './draft-fields.ts'

const link = `https://customer.example.com/invitation/${'x'.repeat(66)}`
const clouds = (['global', 'us-government', 'germany'] as const).map(cloudOf)

test.each(locales)(
  'R-015 the default draft in %s fits the mail app, whole or in a shorter form',
  (locale) => {
    for (const cloud of clouds) {
      const { subject, words } = draftWords(translatorFor(locale), {
        ...{ partner: 'Northwind Cloud GmbH', person: 'Nora Winter', cloud: cloud.name },
        agreement: cloud.agreements.customer.name,
        services: cloud.services.map(({ name }) => name),
      })
      const draft = templateDraft(cloud, { language: locale, withPrivileges: true, subject, link, words })
      const { text, shorter } = writtenMail(writtenOf(draft, ''), { ...draft, template: draft })
      const { complete, isShorter, href } = mailto(subject, text, link, shorter)
      expect([cloud.id, complete || isShorter]).toEqual([cloud.id, true])
      // Who asks and what to do stay in it.
      const said = decodeURIComponent(href)
      for (const part of ['Northwind Cloud GmbH', link, words('instruction')]) expect(said).toContain(part)
    }
  },
)
