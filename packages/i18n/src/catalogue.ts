import type { Locale } from '@entente/domain/core/locale'

export const namespaces = [
  'common',
  'errors',
  'portal',
  'record',
  'service',
  'referral',
  'acceptance',
  'operator',
  'mail',
  'draft',
  'users',
  'settings',
  'enrol',
  'palette',
  'help',
] as const
export type Namespace = (typeof namespaces)[number]

/** Messages in ICU MessageFormat by their whole key, `namespace.key`. */
export type Catalogue = Record<string, string>

type Json = Promise<{ default: Record<string, string> }>

// Every path is written out: a bundler must see which files there are, and Node needs the import attribute.
const load: Record<Locale, Record<Namespace, () => Json>> = {
  en: {
    common: () => import('../messages/en/common.json', { with: { type: 'json' } }),
    errors: () => import('../messages/en/errors.json', { with: { type: 'json' } }),
    portal: () => import('../messages/en/portal.json', { with: { type: 'json' } }),
    record: () => import('../messages/en/record.json', { with: { type: 'json' } }),
    service: () => import('../messages/en/service.json', { with: { type: 'json' } }),
    referral: () => import('../messages/en/referral.json', { with: { type: 'json' } }),
    acceptance: () => import('../messages/en/acceptance.json', { with: { type: 'json' } }),
    operator: () => import('../messages/en/operator.json', { with: { type: 'json' } }),
    mail: () => import('../messages/en/mail.json', { with: { type: 'json' } }),
    draft: () => import('../messages/en/draft.json', { with: { type: 'json' } }),
    enrol: () => import('../messages/en/enrol.json', { with: { type: 'json' } }),
    help: () => import('../messages/en/help.json', { with: { type: 'json' } }),
    users: () => import('../messages/en/users.json', { with: { type: 'json' } }),
    settings: () => import('../messages/en/settings.json', { with: { type: 'json' } }),
    palette: () => import('../messages/en/palette.json', { with: { type: 'json' } }),
  },
  de: {
    common: () => import('../messages/de/common.json', { with: { type: 'json' } }),
    errors: () => import('../messages/de/errors.json', { with: { type: 'json' } }),
    portal: () => import('../messages/de/portal.json', { with: { type: 'json' } }),
    record: () => import('../messages/de/record.json', { with: { type: 'json' } }),
    service: () => import('../messages/de/service.json', { with: { type: 'json' } }),
    referral: () => import('../messages/de/referral.json', { with: { type: 'json' } }),
    acceptance: () => import('../messages/de/acceptance.json', { with: { type: 'json' } }),
    operator: () => import('../messages/de/operator.json', { with: { type: 'json' } }),
    mail: () => import('../messages/de/mail.json', { with: { type: 'json' } }),
    draft: () => import('../messages/de/draft.json', { with: { type: 'json' } }),
    enrol: () => import('../messages/de/enrol.json', { with: { type: 'json' } }),
    help: () => import('../messages/de/help.json', { with: { type: 'json' } }),
    users: () => import('../messages/de/users.json', { with: { type: 'json' } }),
    settings: () => import('../messages/de/settings.json', { with: { type: 'json' } }),
    palette: () => import('../messages/de/palette.json', { with: { type: 'json' } }),
  },
  'zh-CN': {
    common: () => import('../messages/zh-CN/common.json', { with: { type: 'json' } }),
    errors: () => import('../messages/zh-CN/errors.json', { with: { type: 'json' } }),
    portal: () => import('../messages/zh-CN/portal.json', { with: { type: 'json' } }),
    record: () => import('../messages/zh-CN/record.json', { with: { type: 'json' } }),
    service: () => import('../messages/zh-CN/service.json', { with: { type: 'json' } }),
    referral: () => import('../messages/zh-CN/referral.json', { with: { type: 'json' } }),
    acceptance: () => import('../messages/zh-CN/acceptance.json', { with: { type: 'json' } }),
    operator: () => import('../messages/zh-CN/operator.json', { with: { type: 'json' } }),
    mail: () => import('../messages/zh-CN/mail.json', { with: { type: 'json' } }),
    draft: () => import('../messages/zh-CN/draft.json', { with: { type: 'json' } }),
    enrol: () => import('../messages/zh-CN/enrol.json', { with: { type: 'json' } }),
    help: () => import('../messages/zh-CN/help.json', { with: { type: 'json' } }),
    users: () => import('../messages/zh-CN/users.json', { with: { type: 'json' } }),
    settings: () => import('../messages/zh-CN/settings.json', { with: { type: 'json' } }),
    palette: () => import('../messages/zh-CN/palette.json', { with: { type: 'json' } }),
  },
}

/** The messages of one namespace file under their whole keys. */
export function withPrefix(namespace: Namespace, messages: Record<string, string>): Catalogue {
  return Object.fromEntries(Object.entries(messages).map(([key, text]) => [`${namespace}.${key}`, text]))
}

/** Loads the messages of a language; missing ones are filled in with English. Works under Node and Vite. */
export async function loadCatalogue(locale: Locale, wanted: readonly Namespace[]): Promise<Catalogue> {
  const parts = await Promise.all(
    wanted.map(async (namespace) => {
      const english = await load.en[namespace]()
      const own = await load[locale][namespace]()
      return withPrefix(namespace, { ...english.default, ...own.default })
    }),
  )
  return Object.assign({}, ...parts)
}
