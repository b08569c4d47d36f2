import type { Cloud } from '@entente/domain/core/cloud'
import { countryName, formatList } from '@entente/i18n/format'
import type { Translate } from '@entente/i18n/translate'

/** The rules that are on or off, by their field in the cloud's definition. Each has words for both. */
export const switches = [
  'requests.isOn',
  'requests.privilegesChoice',
  'requests.openInMailApp',
  'requests.sendForMe',
  'customers.newAllowed',
  'users.rolesEditable',
  'indirect.isOn',
  'businessProfile.isOn',
  'referrals.isOn',
  'agreements.attestedByPartner',
  'subscriptions.selfService',
] as const
type Switch = (typeof switches)[number]

/** `portal` is where the rule leads people, as a link. */
export type CloudRule = {
  field: string
  name: string
  text: string
  isClosed: boolean
  portal?: Cloud['users']['portal']
}
export const ruleGroups = [
  'requests',
  'customers',
  'enrolment',
  'indirect',
  'users',
  'agreements',
  'subscriptions',
  'serviceRequests',
  'referrals',
  'businessProfile',
  'removal',
] as const

/** The rules of this instance's cloud by noun, and in words what each opens or closes (§3.4). */
export function cloudRules(
  t: Translate,
  cloud: Cloud,
): { group: (typeof ruleGroups)[number]; rules: CloudRule[] }[] {
  const { requests, customers, enrolment, users, serviceRequests, subscriptions, removal } = cloud
  const given = {
    'requests.isOn': requests.isOn,
    'requests.privilegesChoice': requests.privilegesChoice,
    'requests.openInMailApp': requests.openInMailApp,
    'requests.sendForMe': requests.sendForMe,
    'customers.newAllowed': customers.newAllowed,
    'users.rolesEditable': users.rolesEditable,
    'indirect.isOn': cloud.indirect.isOn,
    'businessProfile.isOn': cloud.businessProfile.isOn,
    'referrals.isOn': cloud.referrals.isOn,
    'agreements.attestedByPartner': cloud.agreements.attestedByPartner,
    'subscriptions.selfService': subscriptions.selfService,
  } satisfies Record<Switch, boolean>
  const portal = users.portal?.name ?? cloud.name
  const rule = (field: string, name: string, text: string, isClosed = false) => ({
    ...{ field, name, text, isClosed },
  })
  const countries = (list: readonly string[] | null) =>
    list
      ? formatList(
          t.locale,
          list.map((code) => countryName(t.locale, code)).toSorted(new Intl.Collator(t.locale).compare),
        )
      : t('operator.rules.every_country')
  const days = (count: number) => t('operator.rules.days', { count })
  const services = serviceRequests.notForResellers
    .map((id) => cloud.services.find((service) => service.id === id)?.name)
    .filter((name) => name !== undefined)
  const rules: CloudRule[] = [
    ...switches.map((field) => {
      const isOn = given[field]
      return rule(
        field,
        t(`operator.rules.${field}`),
        t(`operator.rules.${field}.${isOn ? 'on' : 'off'}`, { portal }),
        !isOn,
      )
    }),
    rule(
      'requests.linkAuthors',
      t('operator.rules.requests.linkAuthors'),
      t(`operator.rules.requests.linkAuthors.${requests.linkAuthors}`),
    ),
    rule('customers.countries', t('operator.rules.customers.countries'), countries(customers.countries)),
    ...(customers.dataTrustee
      ? [
          rule(
            'customers.dataTrustee',
            t('operator.rules.customers.dataTrustee'),
            t('operator.rules.customers.dataTrustee.named', { name: customers.dataTrustee }),
          ),
        ]
      : []),
    rule(
      'enrolment.kinds',
      t('operator.rules.enrolment.kinds'),
      formatList(
        t.locale,
        enrolment.kinds.map((kind) => t(`common.partner_kind.${kind}`)),
      ),
    ),
    rule('enrolment.countries', t('operator.rules.enrolment.countries'), countries(enrolment.countries)),
    rule(
      'users.passwordReset',
      t('operator.rules.users.passwordReset'),
      t(`operator.rules.users.passwordReset.${users.passwordReset}`, { portal }),
    ),
    rule(
      'serviceRequests.handling',
      t('operator.rules.serviceRequests.handling'),
      t(`operator.rules.serviceRequests.handling.${serviceRequests.handling}`),
      serviceRequests.handling === 'redirect',
    ),
    ...(services.length > 0
      ? [
          rule(
            'serviceRequests.notForResellers',
            t('operator.rules.serviceRequests.notForResellers'),
            t('operator.rules.serviceRequests.notForResellers.named', {
              services: formatList(t.locale, services),
            }),
          ),
        ]
      : []),
    rule(
      'removal.privileges',
      t('operator.rules.removal.privileges'),
      t(`operator.rules.removal.privileges.${removal.privileges}`),
    ),
    rule(
      'removal.liveItems',
      t('operator.rules.removal.liveItems'),
      t(`operator.rules.removal.liveItems.${removal.liveItems}`),
    ),
    ...(['cancelDays', 'suspendedDays', 'expiredDays', 'disabledDays'] as const).map((field) =>
      rule(`subscriptions.${field}`, t(`operator.rules.subscriptions.${field}`), days(subscriptions[field])),
    ),
  ]
  return ruleGroups.map((group) => ({
    group,
    rules: rules
      .filter(({ field }) => field.startsWith(`${group}.`))
      .map((one) =>
        one.field.startsWith('users.') && one.text.includes(portal) ? { ...one, portal: users.portal } : one,
      ),
  }))
}

export type RuleInForce = CloudRule & { isOverridden: boolean }

/** The rules in force, and which of them the instance's override file changes from what its cloud is defined with. */
export function rulesInForce(t: Translate, cloud: Cloud, defined: Cloud) {
  const usual = new Map(
    cloudRules(t, defined).flatMap(({ rules }) => rules.map(({ field, text }) => [field, text] as const)),
  )
  const inForce = (rule: CloudRule): RuleInForce => ({
    ...rule,
    isOverridden: usual.get(rule.field) !== rule.text,
  })
  return cloudRules(t, cloud).map(({ group, rules }) => ({ group, rules: rules.map(inForce) }))
}
