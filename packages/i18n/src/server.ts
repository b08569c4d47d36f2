import type { Locale } from '@entente/domain/core/locale'
import deAcceptance from '../messages/de/acceptance.json' with { type: 'json' }
import deCommon from '../messages/de/common.json' with { type: 'json' }
import deDraft from '../messages/de/draft.json' with { type: 'json' }
import deEnrol from '../messages/de/enrol.json' with { type: 'json' }
import deErrors from '../messages/de/errors.json' with { type: 'json' }
import deHelp from '../messages/de/help.json' with { type: 'json' }
import deMail from '../messages/de/mail.json' with { type: 'json' }
import deOperator from '../messages/de/operator.json' with { type: 'json' }
import dePalette from '../messages/de/palette.json' with { type: 'json' }
import dePortal from '../messages/de/portal.json' with { type: 'json' }
import deRecord from '../messages/de/record.json' with { type: 'json' }
import deReferral from '../messages/de/referral.json' with { type: 'json' }
import deService from '../messages/de/service.json' with { type: 'json' }
import deSettings from '../messages/de/settings.json' with { type: 'json' }
import deUsers from '../messages/de/users.json' with { type: 'json' }
import enAcceptance from '../messages/en/acceptance.json' with { type: 'json' }
import enCommon from '../messages/en/common.json' with { type: 'json' }
import enDraft from '../messages/en/draft.json' with { type: 'json' }
import enEnrol from '../messages/en/enrol.json' with { type: 'json' }
import enErrors from '../messages/en/errors.json' with { type: 'json' }
import enHelp from '../messages/en/help.json' with { type: 'json' }
import enMail from '../messages/en/mail.json' with { type: 'json' }
import enOperator from '../messages/en/operator.json' with { type: 'json' }
import enPalette from '../messages/en/palette.json' with { type: 'json' }
import enPortal from '../messages/en/portal.json' with { type: 'json' }
import enRecord from '../messages/en/record.json' with { type: 'json' }
import enReferral from '../messages/en/referral.json' with { type: 'json' }
import enService from '../messages/en/service.json' with { type: 'json' }
import enSettings from '../messages/en/settings.json' with { type: 'json' }
import enUsers from '../messages/en/users.json' with { type: 'json' }
import zhAcceptance from '../messages/zh-CN/acceptance.json' with { type: 'json' }
import zhCommon from '../messages/zh-CN/common.json' with { type: 'json' }
import zhDraft from '../messages/zh-CN/draft.json' with { type: 'json' }
import zhEnrol from '../messages/zh-CN/enrol.json' with { type: 'json' }
import zhErrors from '../messages/zh-CN/errors.json' with { type: 'json' }
import zhHelp from '../messages/zh-CN/help.json' with { type: 'json' }
import zhMail from '../messages/zh-CN/mail.json' with { type: 'json' }
import zhOperator from '../messages/zh-CN/operator.json' with { type: 'json' }
import zhPalette from '../messages/zh-CN/palette.json' with { type: 'json' }
import zhPortal from '../messages/zh-CN/portal.json' with { type: 'json' }
import zhRecord from '../messages/zh-CN/record.json' with { type: 'json' }
import zhReferral from '../messages/zh-CN/referral.json' with { type: 'json' }
import zhService from '../messages/zh-CN/service.json' with { type: 'json' }
import zhSettings from '../messages/zh-CN/settings.json' with { type: 'json' }
import zhUsers from '../messages/zh-CN/users.json' with { type: 'json' }
import { type Catalogue, type Namespace, namespaces, withPrefix } from './catalogue.ts'
import { createTranslator, type Translate } from './translate.ts'

type Files = Record<Namespace, Record<string, string>>

const files: Record<Locale, Files> = {
  en: {
    common: enCommon,
    errors: enErrors,
    help: enHelp,
    portal: enPortal,
    record: enRecord,
    service: enService,
    referral: enReferral,
    acceptance: enAcceptance,
    operator: enOperator,
    mail: enMail,
    draft: enDraft,
    enrol: enEnrol,
    users: enUsers,
    settings: enSettings,
    palette: enPalette,
  },
  de: {
    common: deCommon,
    errors: deErrors,
    help: deHelp,
    portal: dePortal,
    record: deRecord,
    service: deService,
    referral: deReferral,
    acceptance: deAcceptance,
    operator: deOperator,
    mail: deMail,
    draft: deDraft,
    enrol: deEnrol,
    users: deUsers,
    settings: deSettings,
    palette: dePalette,
  },
  'zh-CN': {
    common: zhCommon,
    errors: zhErrors,
    help: zhHelp,
    portal: zhPortal,
    record: zhRecord,
    service: zhService,
    referral: zhReferral,
    acceptance: zhAcceptance,
    operator: zhOperator,
    mail: zhMail,
    draft: zhDraft,
    enrol: zhEnrol,
    users: zhUsers,
    settings: zhSettings,
    palette: zhPalette,
  },
}

/** Every message of a language, without the English that `translatorFor` falls back to. */
export function ownCatalogue(locale: Locale): Catalogue {
  return Object.assign({}, ...namespaces.map((namespace) => withPrefix(namespace, files[locale][namespace])))
}

const translators = new Map<Locale, Translate>()

/** The translator of a language with every namespace, for processes that speak several languages at once. */
export function translatorFor(locale: Locale): Translate {
  const known = translators.get(locale)
  if (known) return known
  const translate = createTranslator(locale, { ...ownCatalogue('en'), ...ownCatalogue(locale) })
  translators.set(locale, translate)
  return translate
}
